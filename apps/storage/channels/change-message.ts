import { notFound, ProblemError } from '#lib/http/problem.ts'
import type { Message, MessageChange } from '#lib/store/channels.ts'
import { stale } from '#lib/http/if-match.ts'
import { unreadChanged } from './unread-changed.ts'
import { isTooLate } from './channel-problems.ts'
import { messageTag } from './channel-wire.ts'
import type { OwnChannel } from './find-channel.ts'
import type { ChannelPorts } from './options.ts'

const CHANGE_MS = 15 * 60_000

/** What a writer wants to do with a message, and the state that they have seen. */
export interface WantedChange extends Pick<MessageChange, 'to'> {
  readonly message: string
  readonly ifMatch: string | undefined
}

/**
 * Changes a message of the caller.
 *
 * @throws {ProblemError} 404 when it is none of the caller, 409 after 15 minutes, 412 when it was changed since it was read.
 */
export async function changeMessage(
  { channels, channelCourier, live }: Pick<ChannelPorts, 'channels' | 'channelCourier' | 'live'>,
  { channel, person }: OwnChannel,
  { message, to, ifMatch }: WantedChange,
): Promise<Message> {
  const stored = await channels.message(channel.id, message)
  if (stored === undefined) throw notFound('message')
  if (stored.from !== person) {
    const detail = 'This message is from the other person'
    throw new ProblemError({ status: 403, code: 'not_yours', detail })
  }
  if (ifMatch !== undefined && !isTagOf(stored, ifMatch)) throw stale()
  const now = Date.now()
  const wanted: MessageChange = {
    channel: channel.id,
    id: message,
    by: person,
    version: ifMatch === undefined || ifMatch === '*' ? undefined : stored.version,
    to,
    atMs: now,
    writtenSinceMs: now - CHANGE_MS,
  }
  // The other person has less to read.
  const unsent = to === 'deleted' ? [unreadChanged(channel.id, now)] : []
  const changed = await channels.change(wanted, unsent)
  if (changed === undefined) throw notFound('message')
  if (changed === 'stale') throw stale()
  if (changed === 'late') throw isTooLate()
  if (unsent.length > 0) channelCourier.nudge()
  live.nudge()
  return changed
}

function isTagOf(message: Message, ifMatch: string): boolean {
  return ifMatch === '*' || ifMatch.split(',').some((tag) => tag.trim() === messageTag(message))
}
