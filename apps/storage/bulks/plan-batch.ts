import type { Caller } from '#lib/auth/caller.ts'
import { badField, ProblemError } from '#lib/http/problem.ts'
import type { Bulk, BulkItem, BulkPlan, BulkState } from '#lib/store/bulks.ts'
import type { ActiveLimit } from '#lib/store/subjects.ts'
import { countsAsActive } from '#lib/subjects/counts-as-active.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { FindForbidden } from '#lib/trust/find-forbidden.ts'
import { checkEnd, tooManyActive } from '../check-draft.ts'
import { screenBy, type Screened } from '../forbidden/screen-subject.ts'
import { historyEntry } from '../history-entry.ts'
import { editedSubject, newSubject } from '../write-subject.ts'
import { bulkId, mayBeId } from './bulk-id.ts'
import type { OfferLine, RefusedLine } from './read-offer-line.ts'

/** Maximum number of offers that a person has by bulks, also of switched off and expired ones. */
const PERSON_OFFERS_MAX = 1_000

/** Lines that are written together. */
export interface LineBatch {
  readonly offers: readonly OfferLine[]
  /** Lines that could not be read. */
  readonly refused: readonly RefusedLine[]
  /** The number of the last line. */
  readonly lines: number
}

/** How a batch is planned. */
export interface PlanOptions {
  readonly bulk: Bulk
  readonly caller: Caller
  readonly nowMs: number
  readonly limit: ActiveLimit | undefined
  /** Finds what operators forbid. */
  readonly find: FindForbidden
  /** True when the caller may create so many offers in this batch. */
  readonly mayCreate: (count: number) => boolean
}

/** What is written for a batch, and the lines that are refused. */
export interface OfferPlan extends BulkPlan {
  readonly refused: readonly RefusedLine[]
  /** Offers that are hidden until operators have looked at them. */
  readonly held: readonly Screened[]
}

/** The ids of all that the lines may mean, also of refused ones. A `ref` may be the id of an offer. */
export function idsOf({ offers, refused }: LineBatch, owner: string): string[] {
  return [...offers, ...refused].flatMap(({ ref }) => {
    if (ref === undefined) return []
    return mayBeId(ref) ? [ref, bulkId(owner, ref)] : [bulkId(owner, ref)]
  })
}

/** Plans what is written for a batch of lines, given what is stored. It changes nothing. */
export function planBatch(
  batch: LineBatch,
  { stored, activeElsewhere, marked }: BulkState,
  options: PlanOptions,
): OfferPlan {
  const { bulk, caller, nowMs, limit, find: findForbidden, mayCreate } = options
  const { owner, number } = bulk
  const refused = [...batch.refused]
  const created: BulkItem[] = []
  const refreshed: BulkItem[] = []
  const unchanged: { id: string; line: number }[] = []
  const held: Screened[] = []
  const namedBy = new Map<string, number>()
  // Of the stored ones, those that the batch does not change count too.
  let active = limit === undefined ? 0 : activeElsewhere + countActive(stored, owner, limit)

  function find(ref: string): Subject | undefined {
    const own = mayBeId(ref) ? stored.get(ref)?.subject : undefined
    if (own?.owner === owner && own.kind === 'offer') return own
    return stored.get(bulkId(owner, ref))?.subject
  }

  function plan({ line, ref, draft }: OfferLine): void {
    const before = find(ref)
    const id = before?.id ?? bulkId(owner, ref)
    const mark = stored.get(id)?.mark
    const named = namedBy.get(id) ?? (mark?.number === number ? mark.line : 0)
    if (named > 0) throw badField('ref', `must be that of one line; line ${named} has it too`)
    if (before !== undefined && (before.owner !== owner || before.kind !== 'offer'))
      throw badField('ref', 'must not lead to something of somebody else')
    checkEnd(draft, nowMs, before)
    const written =
      before === undefined
        ? { ...newSubject('offer', owner, draft, nowMs), id }
        : editedSubject(before, draft, nowMs)
    const screened = screenBy(findForbidden, written, before)
    const { after } = screened
    const more =
      Number(countsAsActive(after, nowMs)) - Number(before !== undefined && countsAsActive(before, nowMs))
    if (limit !== undefined && more > 0 && active >= limit.max) throw tooManyActive()
    if (before === undefined) {
      if (limit !== undefined && marked + created.length >= PERSON_OFFERS_MAX) throw tooManyOffers()
      if (!mayCreate(created.length + 1)) throw tooManyCreations()
    }
    active += more
    namedBy.set(id, line)
    if (screened.held !== undefined) held.push(screened)
    const action = before === undefined ? 'create' : 'update'
    const entry = historyEntry(caller, { action, ...(before && { before }), after })
    if (before === undefined) created.push({ subject: after, line, entry })
    else if (entry.fields.length > 0) refreshed.push({ subject: after, line, entry })
    else unchanged.push({ id, line })
  }

  /** What a refused line names has not vanished. It is marked without a line, so that a later line may still name it. */
  function keep({ ref }: RefusedLine): { id: string; line: number }[] {
    const subject = ref === undefined ? undefined : find(ref)
    if (subject?.owner !== owner || namedBy.has(subject.id)) return []
    const mark = stored.get(subject.id)?.mark
    return mark === undefined || mark.number === number ? [] : [{ id: subject.id, line: 0 }]
  }

  for (const offer of batch.offers) {
    try {
      plan(offer)
    } catch (error) {
      refused.push(refusalOf(offer, error))
    }
  }
  const kept = refused.flatMap(keep)
  return {
    created,
    refreshed,
    unchanged: [...unchanged, ...kept],
    held,
    refused: refused.toSorted((a, b) => a.line - b.line),
    progress: {
      lines: batch.lines,
      created: bulk.created + created.length,
      refreshed: bulk.refreshed + refreshed.length,
      unchanged: bulk.unchanged + unchanged.length,
      removed: bulk.removed,
      refused: bulk.refused + refused.length,
      unnamed: bulk.unnamed + refused.filter(({ ref }) => ref === undefined).length,
    },
  }
}

function refusalOf({ line, ref }: OfferLine, error: unknown): RefusedLine {
  if (!(error instanceof ProblemError)) throw error
  const { field, detail } = error.problem
  return { line, ref, ...(field !== undefined && { field }), reason: detail }
}

function tooManyOffers(): ProblemError {
  const detail = `A person has at most ${PERSON_OFFERS_MAX} offers by bulks: remove some first`
  return new ProblemError({ status: 409, code: 'too_many_offers', field: 'ref', detail })
}

function tooManyCreations(): ProblemError {
  const detail = 'Too many new offers in this time: send this line again later'
  return new ProblemError({ status: 429, code: 'too_many_calls', detail })
}

function countActive(stored: BulkState['stored'], owner: string, { nowMs }: ActiveLimit): number {
  return [...stored.values()].filter(
    ({ subject }) => subject.owner === owner && countsAsActive(subject, nowMs),
  ).length
}
