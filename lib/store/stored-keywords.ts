import { createHash } from 'node:crypto'
import { KEYS_VERSION, matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/**
 * The stored form of the keywords of a subject. `keywords` are the matching keys: in the previous version, keywords were their
 * own keys, and its processes may still read and write beside newer ones. Subjects that they wrote have no words, or old words.
 */
export interface StoredKeywords {
  readonly keywords: readonly string[]
  /** The keywords as people wrote them. */
  readonly words?: readonly string[]
  /** Digest of the keys that belong to these words. */
  readonly wordsFor?: string
  /** The version of the code that computed the keys. */
  readonly keyed?: number
}

const DIGEST_LENGTH = 16

/** Returns the stored form of the keywords of a subject. */
export function keywordsToStore(subject: Subject): Required<StoredKeywords> {
  const keywords = matchingKeys(subject)
  return { keywords, words: subject.keywords, wordsFor: digestOf(keywords), keyed: KEYS_VERSION }
}

/** The keywords as people wrote them, or as an older process stored them when it changed them last. */
export function keywordsOf({ keywords, words, wordsFor }: StoredKeywords): readonly string[] {
  return words !== undefined && wordsFor === digestOf(keywords) ? words : keywords
}

function digestOf(keys: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(keys)).digest('base64url').slice(0, DIGEST_LENGTH)
}
