import type { PushEvent } from '#lib/events/event.ts'
import type { Match, MatchDraft, MatchStore } from '#lib/store/matches.ts'

/** Proposes a match and confirms it, as apps/matching does; undefined when the two have a current match already. */
export async function beginMatch(
  store: Pick<MatchStore, 'propose' | 'confirm' | 'find'>,
  draft: MatchDraft,
  notice: PushEvent,
): Promise<Match | undefined> {
  await store.propose([draft])
  const [proposed] = await store.find([draft.id])
  if (
    proposed?.state !== 'proposed' ||
    (await store.confirm([{ seen: proposed, found: foundOf(draft), notice }])).length === 0
  )
    return undefined
  return (await store.find([draft.id]))[0]
}

/** What is true of a match at the moment in which it is confirmed. */
export function foundOf({ sides, distanceClass, cause, spot }: MatchDraft) {
  return { sides, distanceClass, cause, spot }
}
