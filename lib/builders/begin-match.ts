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
    (await store.confirm([{ seen: proposed, found: foundOf(draft), notice }])) === 0
  )
    return undefined
  return (await store.find([draft.id]))[0]
}

function foundOf({ foundAt, sides, distanceClass, cause, spot }: MatchDraft) {
  return { foundAt, sides, distanceClass, cause, spot }
}
