import { BEFORE_NEWEST, type QueuedSeeker } from '#lib/store/candidate-queue.ts'
import { matchSubjects, type MatcherPorts } from './match-subjects.ts'
import { settlePairs, type MatchCounts } from './settle-pairs.ts'

/** What a step changed, and where the next one begins; undefined when all is matched. */
export interface OwnerStep {
  readonly counts: MatchCounts
  readonly cursor: string | undefined
}

// A cursor names the part of the walk, and where in it the next step begins.
const MATCHES = 'm:'
const OFFERS = 'o:'

/**
 * Matches up to `limit` offers of an owner whose offers were written in a bulk. First it walks the matches of these offers, and ends those
 * whose offer is gone: a removed offer has no event of its own. Then it walks the offers, as if each had been edited.
 */
export async function matchOwner(
  { subject: owner, cursor, cause }: QueuedSeeker,
  limit: number,
  ports: MatcherPorts,
): Promise<OwnerStep> {
  return cursor.startsWith(OFFERS) ? matchOffers() : endOfGone()

  async function endOfGone(): Promise<OwnerStep> {
    const beyond = cursor.startsWith(MATCHES) ? cursor.slice(MATCHES.length) : ''
    const page = await ports.matches.currentOfOffers(owner, beyond, limit)
    const found = await ports.subjects.findAll({ ids: [...new Set(page.map(({ offer }) => offer))] })
    const there = new Set(found.map(({ id }) => id))
    const gone = page.filter(({ offer }) => !there.has(offer))
    const counts = await settlePairs(
      gone.map(({ search, offer }) => ({ search, offer, cause, mayBegin: false })),
      ports,
    )
    const last = page.length < limit ? undefined : page.at(-1)?.id
    return { counts, cursor: last === undefined ? OFFERS + BEFORE_NEWEST : MATCHES + last }
  }

  async function matchOffers(): Promise<OwnerStep> {
    const ids = await ports.subjects.offersOf(owner, { cursor: cursor.slice(OFFERS.length), limit })
    const reason = { cause, mayBegin: true }
    const counts = await matchSubjects({ ids: new Map(ids.map((id) => [id, reason])) }, ports)
    const last = ids.length < limit ? undefined : ids.at(-1)
    return { counts, cursor: last === undefined ? undefined : OFFERS + last }
  }
}
