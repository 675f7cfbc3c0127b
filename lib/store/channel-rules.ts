import type {
  Channel,
  ChannelEnd,
  ChannelWish,
  Message,
  MessageChange,
  NewMessage,
} from '#lib/store/channels.ts'

/** Which of the two people of a channel somebody is; undefined for others. */
export function sideOf({ people }: Pick<Channel, 'people'>, person: string): 0 | 1 | undefined {
  return people[0] === person ? 0 : people[1] === person ? 1 : undefined
}

/** The `seq` of the last message; 0 before the first. */
export function lastSeq({ said }: Pick<Channel, 'said'>): number {
  return said[0] + said[1]
}

/** An existing channel after somebody opens it. It stays closed when the other person left it. */
export function openedChannel(channel: Channel, { match, by, atMs }: ChannelWish): Channel {
  const newest = channel.match > match ? channel.match : match
  if (channel.closed === undefined) return { ...channel, match: newest }
  if (channel.closed.why === 'left' && channel.closed.by !== by) return channel
  return { ...channel, match: newest, closed: undefined, movedAt: Math.max(channel.movedAt, atMs) }
}

/** The channel after a new message, and the message; or why it cannot be written. */
export function channelWith(
  channel: Channel | undefined,
  message: NewMessage,
  beforeAnswerMax: number,
): { readonly channel: Channel; readonly message: Message } | 'closed' | 'unanswered' {
  const side = channel && sideOf(channel, message.from)
  if (channel === undefined || side === undefined || channel.closed !== undefined) return 'closed'
  const { said } = channel
  if (said[1 - side] === 0 && said[side] >= beforeAnswerMax) return 'unanswered'
  return {
    channel: {
      ...channel,
      said: side === 0 ? [said[0] + 1, said[1]] : [said[0], said[1] + 1],
      movedAt: Math.max(channel.movedAt, message.at),
    },
    message: { ...message, seq: lastSeq(channel) + 1, version: 1 },
  }
}

/** The channel after a person has read up to a message; undefined when this changes nothing. */
export function readChannel(
  channel: Channel | undefined,
  person: string,
  upToSeq: number,
): Channel | undefined {
  const side = channel && sideOf(channel, person)
  if (channel === undefined || side === undefined) return undefined
  const { readTo } = channel
  const seq = Math.min(upToSeq, lastSeq(channel))
  if (seq <= readTo[side]) return undefined
  return { ...channel, readTo: side === 0 ? [seq, readTo[1]] : [readTo[0], seq] }
}

/** A message after a change of its writer, or why it cannot be changed. The same message when nothing changes. */
export function changedMessage(
  message: Message | undefined,
  { by, version, to, atMs, writtenSinceMs }: MessageChange,
): Message | 'late' | 'stale' | undefined {
  if (message?.from !== by) return undefined
  if (message.deletedAt !== undefined) return to === 'deleted' ? message : undefined
  if (version !== undefined && version !== message.version) return 'stale'
  if (message.at < writtenSinceMs) return 'late'
  const changed = { ...message, version: message.version + 1 }
  return to === 'deleted'
    ? { ...changed, text: '', image: undefined, deletedAt: atMs }
    : { ...changed, text: to.text, editedAt: atMs }
}

/** The channel after the account of a person was deleted. Only what the other person wrote is left. */
export function channelWithout(channel: Channel, person: string, atMs: number): Channel {
  const [one, other] = channel.people
  const closed: ChannelEnd = { at: channel.closed?.at ?? atMs, why: 'left' }
  return { ...channel, people: [one === person ? '' : one, other === person ? '' : other], closed }
}
