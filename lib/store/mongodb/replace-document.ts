import type { Document } from 'mongodb'
import { HISTORY_MAX, type HistoryEntry } from '#lib/store/subjects.ts'

/**
 * The stage that replaces the document of a subject, except its id, its unsent events, the mark of its bulk and its history, to which it
 * adds an entry.
 */
export function replaceBy(document: Document, entry: HistoryEntry | undefined): Document {
  const before = { $ifNull: ['$history', []] }
  const history =
    entry === undefined
      ? '$history'
      : { $slice: [{ $concatArrays: [[{ $literal: entry }], before] }, HISTORY_MAX] }
  return {
    $replaceWith: { $mergeObjects: [document, { _id: '$_id', unsent: '$unsent', history, bulk: '$bulk' }] },
  }
}

/** The stage that leaves nothing of a document but its id and its unsent events. */
export const EMPTIED: Document = { $replaceWith: { _id: '$_id', unsent: '$unsent' } }
