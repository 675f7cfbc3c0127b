import { aNotice } from '#lib/builders/a-notice.ts'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { MatchDraft } from '#lib/store/matches.ts'

/** A valid match that is about to begin, of a pair of its own. */
export function aMatch(over: Partial<MatchDraft> = {}): MatchDraft {
  const id = over.id ?? newId()
  const search = over.search ?? newId()
  const offer = over.offer ?? newId()
  const { sides, distanceClass, cause } = aNotice({ match: { id, search, offer } })
  const owners = { search: 'seeker', offer: 'giver' }
  return {
    foundAt: 1_760_000_000_000,
    owners,
    sides,
    distanceClass,
    cause,
    spot: BERLIN,
    ...over,
    id,
    search,
    offer,
  }
}
