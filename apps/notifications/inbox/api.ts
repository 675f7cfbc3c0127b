import type { Route } from '#lib/http/define-route.ts'
import type { InboxOptions } from './options.ts'
import { inboxCount } from './routes/inbox-count.ts'
import { inboxDelete } from './routes/inbox-delete.ts'
import { inboxList } from './routes/inbox-list.ts'
import { inboxLive } from './routes/inbox-live.ts'
import { inboxRead } from './routes/inbox-read.ts'

/** The routes of inboxes. */
export const inboxRoutes: readonly Route<InboxOptions>[] = [
  inboxList,
  inboxCount,
  inboxLive,
  inboxRead,
  inboxDelete,
]
