import type { Caller } from '#lib/auth/caller.ts'
import { problemOf } from '#lib/http/create-app.ts'
import type { Problem } from '#lib/http/problem.ts'
import { BROKEN_OFF } from '#lib/http/read-json.ts'
import { readLines } from '#lib/http/read-lines.ts'
import { createCollector } from '#lib/loop/create-collector.ts'
import type { Bulk } from '#lib/store/bulks.ts'
import { activeLimit } from '../check-draft.ts'
import { reportHeld } from '../forbidden/screen-subject.ts'
import { readBody, BodyError } from './read-body.ts'
import { showTotals } from './bulk-wire.ts'
import { countedCreations } from './counted-creations.ts'
import { isCut } from './is-cut.ts'
import { LEASE_MS, leaveBulk, TAKEN_OVER } from './hold-bulk.ts'
import type { BulkPorts } from './options.ts'
import type { BulkCall } from './open-bulk-calls.ts'
import { openLineBuffer } from './open-line-buffer.ts'
import { removeBatches } from './remove-offers.ts'
import { idsOf, planBatch } from './plan-batch.ts'
import { readOfferLine } from './read-offer-line.ts'

/** Maximum length of a line: as that of the body of one offer. */
const LINE_BYTES_MAX = 65_536
/** Lines of a run of a person: they write by hand, and may have only few active offers. */
const PERSON_LINES_MAX = 1_000

/** A bulk that is written. */
export interface OffersToWrite {
  readonly bulk: Bulk
  readonly body: ReadableStream<Uint8Array> | null
  /** How many lines of the run the body leaves out. */
  readonly from: number
  /** True when the body is all that the source has. */
  readonly isComplete: boolean
  /** True when the run is only a part of what the source has: it removes nothing. */
  readonly isPartial: boolean
  readonly caller: Caller
  /** Takes what one more new offer costs; false when the caller creates too many. */
  readonly takeCreation: () => boolean
  readonly call: Pick<BulkCall, 'signal' | 'leave'>
}

/**
 * Writes the offers of a body, batch by batch, and gives the lines of the answer: each refused line, how far it is after each batch, and
 * the totals. Whoever reads the answer slowly slows the writing.
 */
export async function* writeOffers(
  options: BulkPorts,
  { bulk: begun, body, from, isComplete, isPartial, caller, takeCreation, call }: OffersToWrite,
): AsyncGenerator {
  const { bulks, log } = options
  const { owner } = begun
  const hasLimit = activeLimit(owner, 0) !== undefined
  let bulk = begun
  const buffer = openLineBuffer(Date.now())
  const collectIfGrown = createCollector()
  let isHeld = true
  let isEnded = false
  let isDone = false

  async function* flush(): AsyncGenerator {
    const nowMs = Date.now()
    const batch = buffer.take(nowMs)
    if (batch === undefined || !isHeld) return
    const limit = activeLimit(owner, nowMs)
    const ids = idsOf(batch, owner)
    const find = await options.forbiddenList.finder()
    const mayCreate = countedCreations(takeCreation)
    const plan = await bulks.write(bulk, { ids, nowMs, leaseMs: LEASE_MS, limit }, (state) =>
      planBatch(batch, state, { bulk, caller, nowMs, limit, find, mayCreate }),
    )
    if (plan === undefined) {
      isHeld = false
      return
    }
    bulk = { ...bulk, ...plan.progress }
    for (const each of plan.held) await reportHeld(options, each)
    collectIfGrown()
    yield* plan.refused
    yield { stored: bulk.lines }
  }

  async function* removeVanished(): AsyncGenerator {
    for await (const next of removeBatches(options, { bulk, which: 'vanished' })) {
      isHeld = next !== undefined
      if (next === undefined) return
      bulk = next
      yield { removed: bulk.removed }
    }
  }

  async function* writeAll(): AsyncGenerator {
    for await (const line of readLines(readBody(body, call.signal), LINE_BYTES_MAX)) {
      if (isCut(line)) throw new BodyError(BROKEN_OFF)
      const number = from + line.number
      if (number <= bulk.lines) continue
      const read = readOfferLine({ ...line, number }, owner)
      if (isEnded && (read.kind === 'offer' || read.kind === 'refused')) throw new BodyError(AFTER_END)
      // The end is not stored as a line: whoever goes on with a run sends it again, until what vanished is removed.
      isEnded ||= read.kind === 'end'
      if (isEnded) continue
      if (hasLimit && number > PERSON_LINES_MAX) throw new BodyError(TOO_MANY_LINES)
      buffer.add(read, { number, bytes: line.bytes })
      if (buffer.isDue(Date.now())) yield* flush()
      if (!isHeld) return
    }
  }

  try {
    yield { run: bulk.run, stored: bulk.lines }
    let trouble: BodyError | undefined
    try {
      yield* writeAll()
    } catch (error) {
      if (!(error instanceof BodyError)) throw error
      trouble = error
    }
    yield* flush()
    if (trouble === undefined && isHeld && (isComplete || isEnded)) {
      // What a line without a readable "ref" names may look as if it had vanished.
      if (bulk.unnamed === 0 && !isPartial) yield* removeVanished()
      isDone = isHeld
    }
    if (!isHeld) yield { problem: TAKEN_OVER }
    else if (trouble === undefined) {
      const isLeft = await leaveBulk(options, bulk, isDone)
      isHeld = false
      yield isLeft ? showTotals(bulk, isDone) : { problem: TAKEN_OVER }
    } else yield { problem: trouble.problem }
  } catch (error) {
    yield { problem: problemOf(error, log) }
  } finally {
    call.leave()
    if (isHeld)
      await leaveBulk(options, bulk, false).catch((error: unknown) =>
        log.warn('cannot leave a bulk', { error }),
      )
  }
}

const TOO_MANY_LINES: Problem = {
  status: 413,
  code: 'too_many_lines',
  detail: `A person writes at most ${PERSON_LINES_MAX} lines in a run`,
}

const AFTER_END: Problem = {
  status: 400,
  code: 'after_end',
  detail: 'A line follows {"end":true}: nothing was removed',
}
