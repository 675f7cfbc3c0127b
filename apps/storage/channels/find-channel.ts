import type { Caller } from '#lib/auth/caller.ts'
import { notFound } from '#lib/http/problem.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import { lastSeq, sideOf } from '#lib/store/channel-rules.ts'
import type { Channel } from '#lib/store/channels.ts'
import { tooEarly } from '#lib/trust/message-limits.ts'
import { comesTooEarly, isClosed } from './channel-problems.ts'
import { otherOf } from './channel-wire.ts'
import type { ChannelOptions } from './options.ts'

/** A channel of the caller. */
export interface OwnChannel {
  readonly channel: Channel
  readonly person: string
  readonly side: 0 | 1
}

/**
 * A channel of the caller.
 *
 * @throws {ProblemError} 404 when there is none, also for what belongs to others.
 */
export async function findChannel(
  { channels }: Pick<ChannelOptions, 'channels'>,
  id: string,
  caller: Caller,
): Promise<OwnChannel> {
  const person = signedIn(caller)
  const channel = await channels.find(id)
  const side = channel && sideOf(channel, person)
  if (channel === undefined || side === undefined) throw notFound('channel')
  return { channel, person, side }
}

/** The id of a caller who is a person: the guard lets nobody else in. */
export function signedIn(caller: Caller): string {
  if (caller.role !== 'person') throw notFound('channel')
  return caller.person
}

/**
 * Checks that a text or picture does not come too early in a channel.
 *
 * @throws {ProblemError} 409 when it does.
 */
export function checkTime(
  { channel, side }: OwnChannel,
  message: { readonly text: string; readonly image?: string | undefined },
): void {
  const isAnswered = channel.said[side === 0 ? 1 : 0] > 0
  const reason = tooEarly(message, { isAnswered, count: lastSeq(channel) })
  if (reason !== undefined) throw comesTooEarly(reason)
}

/**
 * Checks that the caller can write in a channel now. A block closes the channel.
 *
 * @throws {ProblemError} 409 when it is closed.
 * @throws {UnavailableError} when matching cannot be asked who blocked whom: nothing is written to somebody who may have blocked the writer.
 */
export async function checkOpen(
  { channels, matching }: Pick<ChannelOptions, 'channels' | 'matching'>,
  { channel, person }: OwnChannel,
): Promise<void> {
  if (channel.closed !== undefined) throw isClosed()
  const others = [otherOf(channel, person)]
  if ((await askBlockedPeople(matching, { person, others })).size === 0) return
  await channels.end(channel.id, { at: Date.now(), why: 'block' })
  throw isClosed()
}
