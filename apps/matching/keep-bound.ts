import { serviceSource } from '#lib/events/event.ts'
import { BEFORE_NEWEST, type QueuedSeeker } from '#lib/store/candidate-queue.ts'
import type { MatchDraft, MatchStore } from '#lib/store/matches.ts'

/** What the bound needs. */
export interface BoundPorts {
  /** How many matches one subject may have at a time. */
  readonly pairsMax: number
  readonly matches: Pick<MatchStore, 'roomOf'>
}

/** Matches that may be proposed. */
export interface Bounded {
  readonly within: readonly MatchDraft[]
  /** The subjects for which a match was left out, because they have as many as they may have. They are to be queued. */
  readonly full: readonly QueuedSeeker[]
}

/**
 * Leaves out matches for which a side has no room; those of the newest subjects come first. The bound is soft: two who propose at the
 * same moment do not count what the other one proposes.
 */
export async function keepBound(
  drafts: readonly MatchDraft[],
  { pairsMax, matches }: BoundPorts,
): Promise<Bounded> {
  if (drafts.length === 0) return { within: [], full: [] }
  const subjects = new Set(drafts.flatMap(({ search, offer }) => [search, offer]))
  const room = new Map(await matches.roomOf([...subjects], pairsMax))
  const within: MatchDraft[] = []
  const full = new Map<string, QueuedSeeker>()
  for (const draft of drafts.toSorted(newestFirst)) {
    const sides = ['search', 'offer'] as const
    const withoutRoom = sides.filter((side) => room.get(draft[side]) === 0)
    for (const side of withoutRoom) full.set(draft[side], seekerOf(draft, side))
    if (withoutRoom.length > 0) continue
    within.push(draft)
    for (const side of sides) room.set(draft[side], (room.get(draft[side]) ?? 0) - 1)
  }
  return { within, full: [...full.values()] }
}

/** The matches that begin later are caused by the subject that has room then, not by the one that met it when it was full. */
function seekerOf(
  { owners, cause: { id, time }, ...draft }: MatchDraft,
  side: 'search' | 'offer',
): QueuedSeeker {
  const cause = { source: serviceSource('matching'), id, time, person: owners[side] }
  return { subject: draft[side], cursor: BEFORE_NEWEST, cause }
}

/** Ids grow with time. Of the matches of one subject, in whatever role, those with the newest counterparts come first. */
function newestFirst(a: MatchDraft, b: MatchDraft): number {
  return compare(b, a, later) || compare(b, a, earlier)
}

function compare(a: MatchDraft, b: MatchDraft, pick: (draft: MatchDraft) => string): number {
  const [one, other] = [pick(a), pick(b)]
  return one < other ? -1 : Number(one > other)
}

function later({ search, offer }: MatchDraft): string {
  return search > offer ? search : offer
}

function earlier({ search, offer }: MatchDraft): string {
  return search > offer ? offer : search
}
