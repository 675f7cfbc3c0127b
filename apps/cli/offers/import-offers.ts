import { file } from 'bun'
import { z } from 'zod'
import { messageOf } from '#lib/errors/message-of.ts'
import { newId } from '#lib/ids/new-id.ts'
import { detailOf, reach } from '../reach.ts'
import { VerbError } from '../verb-error.ts'
import {
  answerSchema,
  BrokenError,
  linesOf,
  STORAGE_SETTINGS,
  type BulkAnswer,
  type BulkTarget,
} from './bulk-call.ts'
import { bytesOfPart, endOfPart, FILE_BEGIN, placeBehind } from './file-parts.ts'

/** What an import tells while it runs. */
export interface ImportEvents {
  readonly onRefused: (refused: BulkAnswer) => void
  /** How many lines are stored. */
  readonly onStored: (lines: number) => void
  readonly onBroken: (reason: string) => void
}

/** What is imported. */
export interface ImportOptions {
  readonly target: BulkTarget
  readonly path: string
  /** True when offers that are not in the file stay. */
  readonly isPartial: boolean
  /** How often it tries again without a stored line. */
  readonly triesMax?: number
  readonly events: ImportEvents
}

/** A body may have 64 MiB; a part ends behind the first line that reaches this. */
const PART_BYTES = 32 * 1_048_576
/** For about four minutes, longer than a lost connection holds a bulk. */
const TRIES_MAX = 30
const PAUSE_MS_MIN = 500
const PAUSE_MS_MAX = 10_000
const CONFLICT = 409
const NOT_FOUND = 404
const FAULT = 500

const LINE_AFTER_END = 'Cannot import offers: a line follows {"end":true}'

const runSchema = z.object({ lines: z.int() })

/**
 * Sends a file of lines as one bulk, in parts, and gives the totals. After a broken connection it asks how many lines are stored, and goes on
 * behind them.
 *
 * @throws {VerbError} when storage refuses the bulk, cannot be reached at the beginning, or stores nothing more.
 */
export async function importOffers({
  target,
  path,
  isPartial,
  triesMax = TRIES_MAX,
  events,
}: ImportOptions): Promise<BulkAnswer> {
  const run = newId()
  const { size } = file(path)
  let place = FILE_BEGIN
  let tries = 0
  let isSent = false
  for (let isFirst = true; ; isFirst = false) {
    try {
      const stored = isFirst ? 0 : await storedLines(target, run, place.lines)
      if (stored > place.lines) {
        place = await placeBehind(path, stored, place)
        tries = 0
      } else if (isSent) {
        isSent = false
        throw new BrokenError('storage stored nothing of a part of the file')
      }
      isSent = false
      const end = await endOfPart(path, place.offset, PART_BYTES)
      const isLast = end >= size
      // Without the end, nobody knows whether all of it arrived: also a proxy can end a body.
      const then = isLast ? '\n{"end":true}\n' : ''
      const query = new URLSearchParams({ run, from: String(place.lines), partial: String(isPartial) })
      const body = bytesOfPart(path, [place.offset, end], then)
      const totals = await sendPart(target, query, { body, isFirst }, events)
      if (isLast && totals.complete === true) return totals
      if (isLast) throw new BrokenError('storage did not get the end of the file')
      if (totals.complete === true) throw new VerbError(LINE_AFTER_END, 'Remove it, and run the verb again.')
      isSent = true
    } catch (error) {
      if (!(error instanceof BrokenError)) throw error
      tries += 1
      if (tries > triesMax)
        throw new VerbError(
          `Cannot go on with the import: ${error.message}`,
          'What is stored so far stays. Run the verb again: it does not write twice what is stored.',
        )
      events.onBroken(error.message)
      await Bun.sleep(Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** (tries - 1)))
    }
  }
}

/** How many lines of our run are stored. */
async function storedLines(target: BulkTarget, run: string, known: number): Promise<number> {
  const headers = { authorization: await target.authorization() }
  const response = await fetch(`${target.url}/runs/${run}`, { headers }).catch(brokenBy)
  if (response.status === NOT_FOUND && known === 0) return 0
  if (response.status === NOT_FOUND)
    throw new VerbError(
      'Cannot go on with the import: another bulk of this owner began',
      'Run the verb again.',
    )
  if (!response.ok) throw new BrokenError(detailOf(await response.text()))
  return runSchema.parse(await response.json()).lines
}

async function sendPart(
  target: BulkTarget,
  query: URLSearchParams,
  { body, isFirst }: { readonly body: ReadableStream<Uint8Array>; readonly isFirst: boolean },
  events: ImportEvents,
): Promise<BulkAnswer> {
  const url = `${target.url}?${query.toString()}`
  const headers = { authorization: await target.authorization(), 'content-type': 'application/x-ndjson' }
  // No time limit: an answer lasts as long as the body. A silent connection is ended by the station.
  const init = { method: 'PUT', headers, body, signal: null }
  const response = isFirst ? await reach(url, init, STORAGE_SETTINGS) : await fetch(url, init).catch(brokenBy)
  if (!response.ok) throw await refusalOf(response, isFirst)
  for await (const text of linesOf(response)) {
    const answer = answerSchema.parse(JSON.parse(text))
    if (answer.reason !== undefined) events.onRefused(answer)
    if (answer.stored !== undefined) events.onStored(answer.stored)
    if (answer.problem !== undefined) throw problemOf(answer.problem)
    if (answer.complete !== undefined) return answer
  }
  throw new BrokenError('the answer broke off')
}

/** Problems of the file itself: they come again. */
const LASTING = new Set(['after_end', 'too_large', 'too_many_lines'])

function problemOf({ code, detail }: NonNullable<BulkAnswer['problem']>): Error {
  if (!LASTING.has(code)) return new BrokenError(detail)
  return new VerbError(`Cannot import offers: ${detail}`, 'Nothing was removed.')
}

async function refusalOf(response: Response, isFirst: boolean): Promise<Error> {
  const detail = detailOf(await response.text())
  // Our own broken call may hold the bulk for some time.
  const mayPass = response.status >= FAULT || response.status === CONFLICT
  if (!isFirst && mayPass) return new BrokenError(detail)
  return new VerbError(`Cannot import offers: ${detail}`, `${response.url} answered ${response.status}`)
}

function brokenBy(error: unknown): never {
  throw new BrokenError(messageOf(error), { cause: error })
}
