import { beforeEach, describe, expect, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openChat, type Chat } from '../../storage/channels/open-chat.fixture.ts'
import { erasedAmong } from '#lib/erasure/erased-among.fixture.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import { aNotice, ANNAS, BENS, DAY_MS, openDesk, type Desk } from '../open-desk.fixture.ts'
import { messagesConsumer } from './message-consumer.ts'

const HOUR_MS = 3_600_000
const BENS_NEW = 'b2222222-2222-4222-8222-222222222222'

let chat: Chat
let desk: Desk
let storage: ServiceClient
let id: string

beforeEach(async () => {
  chat = await openChat()
  desk = await openDesk()
  id = await chat.open('anna')
  const { url, authorization } = await chat.serve('service:notifications')
  storage = {
    call: (path, { method = 'GET', json } = {}) =>
      fetch(new URL(path, url), {
        method,
        body: JSON.stringify(json),
        headers: { authorization, 'content-type': 'application/json' },
      }),
  }
  return () => desk.close()
})

/** Handles events about a channel, as the tracker and enrich publish them. */
async function take(
  events: readonly { type: string; channel?: string; source?: string; ageMs?: number }[],
  over = {},
) {
  const handle = messagesConsumer.handle({
    inbox: desk.inbox,
    mappings: desk.mappings,
    deliveries: desk.deliveries,
    storage,
    erased: erasedAmong(desk.gone),
    onShown: () => undefined,
    ...over,
  })
  const records = events.map(({ type, channel = id, source = '/service/storage', ageMs = 0 }, offset) => ({
    topic: 'push.events',
    partition: 0,
    offset,
    key: 'k',
    value: JSON.stringify({
      specversion: '1.0',
      id: newId(),
      source,
      type,
      time: new Date(Date.now() - ageMs).toISOString(),
      data: {
        params: { channel, message: 'm-1', sender: 'anna' },
        meta: { receivedAt: Date.now(), protocol: 'service', pod: 'test' },
      },
    }),
    timestamp: Date.now(),
  }))
  await handle({ topic: 'push.events', partition: 0, records })
}

async function inboxOf(person: string) {
  return (await desk.inbox.list({ person, limit: 9 })).map(({ content, readAt }) => ({
    ...content,
    isRead: readAt !== undefined,
  }))
}

test('a message is in the inbox of the other person, one item for each channel, until it is read', async () => {
  const message = { kind: 'message', match: chat.match.id }
  await chat.say('anna', { text: 'Hello' })
  await take([{ type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([{ ...message, messages: 1, isRead: false }])
  expect(await inboxOf('anna')).toEqual([])
  await chat.say('anna', { text: 'Is it there?' })
  await take([{ type: 'chm' }, { type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([{ ...message, messages: 2, isRead: false }])
  await chat.call(`POST /store/channels/${id}/read`, { as: 'ben', json: { seq: 2 } })
  // A copy, or an event that comes late, has no other effect.
  await take([{ type: 'chr' }, { type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([{ ...message, messages: 0, isRead: true }])
})

test('a channel rings the devices of a person once, until the person reads it', async () => {
  await chat.say('anna', { text: 'Hello' })
  await take([{ type: 'chm' }])
  await chat.say('anna', { text: 'Is it there?' })
  await take([{ type: 'chm' }, { type: 'chm' }])
  expect(await desk.send()).toEqual(['sent'])
  expect(desk.shown()).toEqual([BENS])
  await chat.call(`POST /store/channels/${id}/read`, { as: 'ben', json: { seq: 2 } })
  await take([{ type: 'chr' }])
  await chat.say('ben', { text: 'Yes' })
  await chat.say('anna', { text: 'Good' })
  await take([{ type: 'chm' }])
  await desk.send()
  expect(desk.shown()).toEqual([ANNAS, BENS, BENS])
})

describe('a ring that did not ring', () => {
  const allUntilMs = (time: number) => ({ mutes: { ...DEFAULT_PREFERENCES.mutes, allUntilMs: time } })

  test('because of a mute is followed by that of the next message, once', async () => {
    await chat.greet()
    await chat.call(`POST /store/channels/${id}/read`, { as: 'anna', json: { seq: 2 } })
    await desk.prefer('ben', allUntilMs(Date.now() + DAY_MS))
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual(['muted'])
    await desk.prefer('ben')
    // Copies of the event, and events that no message caused.
    await take([{ type: 'chm' }, { type: 'chr' }])
    expect(await desk.send()).toEqual([])
    for (const text of ['Is it there?', 'And now?']) {
      await chat.say('anna', { text })
      await take([{ type: 'chm' }, { type: 'chm' }])
      await desk.send()
    }
    expect(desk.shown()).toEqual([BENS])
    expect(await desk.states()).toEqual(['muted', 'sent'])
  })

  test('because its device was lost is followed by that of the next message when it is back', async () => {
    await chat.say('anna', { text: 'Hello' })
    desk.oneSignal.unsubscribe(BENS)
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual(['gone'])
    await desk.map('bens-phone', 'ben', BENS_NEW)
    await chat.say('anna', { text: 'Is it there?' })
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual(['sent'])
    expect(desk.shown()).toEqual([BENS_NEW])
  })
})

describe('a ring that waits ends', () => {
  const reasons = async () =>
    (await desk.deliveries.list({ limit: 9 })).map(({ state, reason }) => `${state}: ${reason}`)

  test('when the messages were read, and the next message rings', async () => {
    await chat.say('anna', { id: 'm-1', text: 'Hello' })
    await take([{ type: 'chm' }])
    await chat.call(`DELETE /store/channels/${id}/messages/m-1`, { as: 'anna' })
    await take([{ type: 'chr' }])
    expect(await desk.send()).toEqual([])
    expect(await reasons()).toEqual(['expired: there is nothing more to read'])
    await chat.say('anna', { text: 'Is it there?' })
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual(['sent'])
  })

  test('when the channel was closed', async () => {
    await chat.say('anna', { text: 'Hello' })
    await take([{ type: 'chm' }])
    await chat.channels.end(id, { at: Date.now(), why: 'block' })
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual([])
    expect(await reasons()).toEqual(['expired: there is nothing more to read'])
  })

  test('when the match ended by a block, also if the channel is not closed yet', async () => {
    await chat.say('anna', { text: 'Hello' })
    await take([{ type: 'chm' }])
    const notice = aNotice({ match: { ...aNotice().match, id: chat.match.id } })
    await desk.end(notice, 'block')
    await take([{ type: 'chm' }])
    expect(await desk.send()).toEqual([])
    expect(await reasons()).toEqual(['expired: the match is over'])
  })
})

test('messages from long ago are counted, and ring nobody until the next one', async () => {
  await chat.say('anna', { text: 'Hello' })
  await take([{ type: 'chm', ageMs: HOUR_MS + 60_000 }, { type: 'chr' }])
  expect(await inboxOf('ben')).toMatchObject([{ messages: 1, isRead: false }])
  expect(await desk.send()).toEqual([])
  await chat.say('anna', { text: 'Is it there?' })
  await take([{ type: 'chm', ageMs: HOUR_MS - 60_000 }])
  expect(await desk.send()).toEqual(['sent'])
})

test('a late event about a closed channel brings back no item, and still lowers the count', async () => {
  await chat.say('anna', { id: 'm-1', text: 'Hello' })
  await chat.say('anna', { text: 'Is it there?' })
  await take([{ type: 'chm' }])
  await chat.channels.end(id, { at: Date.now(), why: 'block' })
  await chat.call(`DELETE /store/channels/${id}/messages/m-1`, { as: 'anna' })
  await take([{ type: 'chr' }])
  expect(await inboxOf('ben')).toMatchObject([{ messages: 1, isRead: false }])
  await desk.inbox.removeOf('ben', Date.now())
  await take([{ type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([])
})

test('a late event after a block brings back no item, also before the channel is closed', async () => {
  await chat.say('anna', { text: 'Hello' })
  await take([{ type: 'chm' }])
  await chat.say('anna', { text: 'Is it there?' })
  await desk.end(aNotice({ match: { ...aNotice().match, id: chat.match.id } }), 'block')
  await take([{ type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([])
})

test('a closed channel rings nobody', async () => {
  await chat.say('anna', { text: 'Hello' })
  await chat.channels.end(id, { at: Date.now(), why: 'block' })
  await take([{ type: 'chm' }])
  expect(await desk.send()).toEqual([])
})

test('the answer is in the inbox of the first person', async () => {
  await chat.greet()
  await take([{ type: 'chm' }])
  expect(await inboxOf('anna')).toMatchObject([{ messages: 1 }])
  expect(await inboxOf('ben')).toMatchObject([{ messages: 1 }])
})

test('a message that its writer deleted is not counted', async () => {
  await chat.say('anna', { id: 'm-1', text: 'Hello' })
  await take([{ type: 'chm' }])
  await chat.call(`DELETE /store/channels/${id}/messages/m-1`, { as: 'anna' })
  await take([{ type: 'chr' }])
  expect(await inboxOf('ben')).toMatchObject([{ messages: 0, isRead: true }])
})

test('events of other senders, about unknown channels, and about erased people add nothing', async () => {
  await chat.say('anna', { text: 'Hello' })
  await take([{ type: 'chm', source: '/tracker/local' }])
  await take([{ type: 'chm', channel: 'unknown' }])
  desk.gone.add('anna')
  await take([{ type: 'chm' }])
  expect(await inboxOf('ben')).toEqual([])
})

test('while storage is away the batch is not committed', async () => {
  const away: ServiceClient = { call: () => Promise.reject(new UnavailableError('Cannot call storage')) }
  await expect(take([{ type: 'chm' }], { storage: away })).rejects.toBeInstanceOf(UnavailableError)
  await take([], { storage: away })
})
