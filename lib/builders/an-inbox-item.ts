import { newId } from '#lib/ids/new-id.ts'
import type { InboxDraft } from '#lib/store/inbox.ts'

/** A new item about a match, for a person of its own. */
export function anInboxItem(over: Partial<InboxDraft> = {}): InboxDraft {
  return {
    id: newId(),
    person: `person-${newId()}`,
    kind: 'match',
    about: newId(),
    other: 'ben',
    content: {
      kind: 'match',
      search: 's-1',
      offer: 'o-1',
      own: 'search',
      title: 'Bicycle',
      distanceClass: '1-2',
    },
    at: 1_760_000_000_000,
    ...over,
  }
}
