import { openLiveChanges, type LiveChanges } from '#lib/live/open-live-changes.ts'
import type { InboxStore } from '#lib/store/inbox.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { showItem, showUnread } from './inbox-wire.ts'

/** Opens the live streams of inboxes. Each event also says how many items are unread. */
export function openLiveInbox({
  inbox,
  log,
}: {
  readonly inbox: Pick<InboxStore, 'lastChanges' | 'changesOf' | 'unread'>
  readonly log: Logger
}): LiveChanges {
  return openLiveChanges(
    {
      lastChanges: (people) => inbox.lastChanges(people),
      async changesOf(person, after, limit) {
        const changes = await inbox.changesOf(person, after, limit)
        return { ...changes, unread: await inbox.unread(person) }
      },
      async begin(person, last) {
        return { items: [], removed: [], last, unread: await inbox.unread(person) }
      },
      show: ({ items, removed, unread }) => ({
        items: items.map(showItem),
        removed,
        unread: showUnread(unread),
      }),
    },
    log,
  )
}
