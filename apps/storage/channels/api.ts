import type { Route } from '#lib/http/define-route.ts'
import type { ChannelPorts } from './options.ts'
import { channelGet } from './routes/channel-get.ts'
import { channelLeave } from './routes/channel-leave.ts'
import { channelOpen } from './routes/channel-open.ts'
import { channelRead } from './routes/channel-read.ts'
import { channelsList } from './routes/channels-list.ts'
import { channelsLive } from './routes/channels-live.ts'
import { channelsUnread } from './routes/channels-unread.ts'
import { messageCreate } from './routes/message-create.ts'
import { messageDelete } from './routes/message-delete.ts'
import { messageGet } from './routes/message-get.ts'
import { messageReplace } from './routes/message-replace.ts'
import { messagesList } from './routes/messages-list.ts'

/** The routes of channels. */
export const channelRoutes: readonly Route<ChannelPorts>[] = [
  channelsList,
  channelOpen,
  // Before the route of one channel, because its path would match too.
  channelsLive,
  channelsUnread,
  channelGet,
  channelLeave,
  channelRead,
  messagesList,
  messageCreate,
  messageGet,
  messageReplace,
  messageDelete,
]
