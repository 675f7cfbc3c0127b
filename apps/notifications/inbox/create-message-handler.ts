import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import type { ActingBatch } from '#lib/event-bus/define-consumer.ts'
import type { chm } from '#lib/events/chm.ts'
import type { chr } from '#lib/events/chr.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { askUnreadChannels, CHANNELS_MAX, type UnreadChannel } from '#lib/service-client/unread-channels.ts'
import type { InboxStore, UnreadMessages } from '#lib/store/inbox.ts'
import { devicesToRing, type DevicePorts } from '../devices-to-ring.ts'
import { deliveriesOf, type Told } from '../ring-people.ts'

/** The dependencies of the handler. */
export interface MessagePorts extends DevicePorts {
  readonly inbox: Pick<InboxStore, 'apply'>
  readonly deliveries: Pick<DeliveryStore, 'add' | 'endMessages' | 'withdrawnAmong'>
  readonly storage: ServiceClient
  /** The erased people: nothing is kept for them. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Called when there may be changes in inboxes to show. */
  readonly onShown: () => void
}

// A new consumer group begins with the messages of several days: older ones are counted, but do not ring.
const NEWS_MS = 3_600_000
// People see this reason: it must not reveal a block.
const NOTHING_TO_READ = 'there is nothing more to read'

/**
 * Creates the handler for events that the unread messages of a channel changed. It asks storage how many are unread now, for each
 * channel once: so repeated events, and events in another order, lead to the same result. A channel with unread messages rings the
 * devices of a person once, until the person reads it; if that did not ring, the next message does. A closed channel rings nobody, and
 * neither do old messages. What waits to ring ends when there is nothing more to read.
 */
export function createMessageHandler({
  inbox,
  mappings,
  mailWishes,
  deliveries,
  storage,
  erased,
  onShown,
}: MessagePorts): (batch: ActingBatch<typeof chm | typeof chr>) => Promise<void> {
  async function handleChannels(ids: readonly string[], isNews: (channel: string) => boolean): Promise<void> {
    const found = await askUnreadChannels(storage, ids)
    // Storage closes a channel at the first message after a block, which may be later.
    const blocked = await deliveries.withdrawnAmong(found.map(({ match }) => match))
    const now = Date.now()
    const isErased = (person: string | undefined) => person !== undefined && erased.isErased(person)
    const all = found
      .map((channel) => ({ ...channel, isOpen: channel.isOpen && !blocked.has(channel.match) }))
      .flatMap((channel) => unreadOf(channel, now))
      .filter(({ person, other }) => !isErased(person) && !isErased(other))
    const told = all.filter((unread) => hasMore(unread) && isNews(unread.channel)).map(toldOf)
    const over = all.filter((unread) => !hasMore(unread))
    await Promise.all([
      show(all),
      over.length > 0 && deliveries.endMessages(over, NOTHING_TO_READ),
      told.length > 0 && ring(told, now),
    ])
  }

  async function show(all: readonly UnreadMessages[]): Promise<void> {
    if (all.length === 0) return
    await inbox.apply(all.map((unread) => ({ does: 'count', unread })))
    onShown()
  }

  async function ring(told: readonly Told[], now: number): Promise<void> {
    const people = [...new Set(told.map(({ person }) => person))]
    await deliveries.add(deliveriesOf(told, await devicesToRing(people, { mappings, mailWishes }), now))
  }

  return async function handleMessages({ acting }) {
    if (acting.length === 0) return
    erased.assertKnown()
    const ids = [...new Set(acting.map(({ value }) => value.channel))]
    const ringsSince = Date.now() - NEWS_MS
    const written = acting.filter(({ type, event }) => type === 'chm' && Date.parse(event.time) >= ringsSince)
    const news = new Set(written.map(({ value }) => value.channel))
    for (let from = 0; from < ids.length; from += CHANNELS_MAX) {
      await handleChannels(ids.slice(from, from + CHANNELS_MAX), (channel) => news.has(channel))
    }
  }
}

function unreadOf({ channel, match, isOpen, people }: UnreadChannel, at: number): UnreadMessages[] {
  return people.map(({ unread: messages, ...person }) => ({
    id: newId(),
    channel,
    match,
    isOpen,
    messages,
    at,
    ...person,
  }))
}

function hasMore({ isOpen, messages }: UnreadMessages): boolean {
  return isOpen && messages > 0
}

function toldOf({ person, channel, match, messages, received, readTo }: UnreadMessages): Told {
  return {
    person,
    // The same until the person reads on: messages that follow the first unread one do not ring.
    key: `${channel} ${readTo}`,
    replaces: channel,
    content: { kind: 'message', channel, match, messages, received },
  }
}
