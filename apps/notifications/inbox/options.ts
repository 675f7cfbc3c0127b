import type { LiveChanges } from '#lib/live/open-live-changes.ts'
import type { InboxStore } from '#lib/store/inbox.ts'

/** Dependencies of inboxes. */
export interface InboxOptions {
  readonly inbox: InboxStore
  /** The live streams of inboxes. */
  readonly liveInbox: LiveChanges
}
