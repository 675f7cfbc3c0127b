import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { InboxChange } from '#lib/store/inbox.ts'

// The owners of imported offers are no people: nobody reads their inboxes.
const IMPORTER = 'importer:'

/** The items that a match adds to the inboxes of its sides. */
export function changesOfFound({ match, sides, distanceClass }: MatchNotice, at: number): InboxChange[] {
  const { id: about, search, offer } = match
  return sides.flatMap(({ person, subject, title }, side) => {
    if (person.startsWith(IMPORTER)) return []
    const own = subject === search ? 'search' : 'offer'
    const content = { kind: 'match', search, offer, own, title, distanceClass } as const
    const other = sides[1 - side]?.person
    return [{ does: 'add', item: { id: newId(), person, kind: 'match', about, other, content, at } }]
  })
}

/** What the end of a match notes in the inboxes of its sides. */
export function changesOfEnded({ match, sides, cause }: MatchNotice): InboxChange[] {
  return sides.map(({ person }) => ({ does: 'end', person, match: match.id, at: cause.time }))
}
