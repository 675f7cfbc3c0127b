import { beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { readLive } from '#lib/live/read-live.fixture.ts'
import { changesSchema } from '../channel-wire.ts'
import { openChat, type Chat, type ShownMessage } from '../open-chat.fixture.ts'

let chat: Chat
let path: string

beforeEach(async () => {
  chat = await openChat()
  path = `/store/channels/${await chat.open('anna')}`
})

interface Seen {
  readonly id: string
  readonly changes: z.output<typeof changesSchema>
}

/** Opens a stream of a person; `next()` gives its next event. */
async function listen(as: string, lastEventId?: string) {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const stream = readLive(await chat.call('GET /store/channels/live', { as, headers }))
  return {
    leave: () => stream.leave(),
    async next(): Promise<Seen> {
      const { id, data } = await stream.next()
      return { id, changes: changesSchema.parse(data) }
    },
  }
}

const nothing = { channels: [], messages: [] }

test('a new stream begins with its position; then both people get new messages, and the marks of the other', async () => {
  const [anna, ben] = [await listen('anna'), await listen('ben')]
  expect([(await anna.next()).changes, (await ben.next()).changes]).toEqual([nothing, nothing])
  await chat.say('anna', { text: 'Hello' })
  for (const stream of [anna, ben]) {
    expect((await stream.next()).changes).toMatchObject({
      channels: [],
      messages: [{ text: 'Hello', seq: 1 }],
    })
  }
  await chat.call(`POST ${path}/read`, { as: 'ben', json: { seq: 1 } })
  expect((await anna.next()).changes).toMatchObject({ channels: [{ person: 'ben', readByOther: 1 }] })
  expect((await ben.next()).changes).toMatchObject({ channels: [{ person: 'anna', readTo: 1 }] })
})

test('a stream that continues gets what was written, edited, deleted, read and closed meanwhile, each once', async () => {
  await chat.greet()
  const [second, first] = await chat.messages()
  const before = await listen('ben')
  const { id } = await before.next()
  await before.leave()

  await chat.say('anna', { text: 'third' })
  const edit = { as: 'anna', json: { text: 'Edited' }, headers: { 'if-match': '"1"' } }
  await chat.call(`PUT ${path}/messages/${first?.id}`, edit)
  await chat.call(`DELETE ${path}/messages/${second?.id}`, { as: 'ben' })
  await chat.call(`POST ${path}/read`, { as: 'anna', json: { seq: 2 } })
  await chat.call(`POST ${path}/leave`, { as: 'anna' })

  const again = await listen('ben', id)
  const { changes, id: last } = await again.next()
  expect(changes.messages.map(({ seq, text }: ShownMessage) => [seq, text])).toEqual([
    [3, 'third'],
    [1, 'Edited'],
    [2, ''],
  ])
  expect(changes.channels).toMatchObject([{ isOpen: false, readByOther: 2 }])
  await again.leave()
  const third = await listen('ben', last)
  await chat.open('anna')
  expect((await third.next()).changes).toMatchObject({ channels: [{ isOpen: true }], messages: [] })
})

test('many changes come in several events, in their order', async () => {
  await chat.greet()
  for (let count = 0; count < 120; count += 1) {
    const message = { channel: chat.match.id, id: `m-${count}`, from: 'ben', at: count, text: 'x' }
    await chat.channels.say(message, [], { beforeAnswerMax: 9 })
  }
  const stream = await listen('anna', '1')
  const seen: number[] = []
  while (seen.at(-1) !== 122) seen.push(...(await stream.next()).changes.messages.map(({ seq }) => seq))
  expect(seen).toEqual(Array.from({ length: 122 }, (_, index) => index + 1))
})

test.each(['x', '-1', '999999', '1e3', ''])(
  'a position that we never sent, %j, is that of a new stream',
  async (id) => {
    const stream = await listen('anna', id)
    expect((await stream.next()).changes).toEqual(nothing)
    await chat.say('anna', { text: 'Hello' })
    expect((await stream.next()).changes).toMatchObject({ messages: [{ text: 'Hello' }] })
  },
)

test('nobody gets the changes of others', async () => {
  const carl = await listen('carl')
  expect((await carl.next()).changes).toEqual(nothing)
  await chat.greet()
  const wish = { match: 'm-2', pair: { search: 's-2', offer: 'o-2' }, people: ['carl', 'dora'] as const }
  await chat.channels.open({ ...wish, by: 'carl', atMs: 1, checkAtMs: 1 })
  const { changes } = await carl.next()
  expect([changes.channels.map(({ id }) => id), changes.messages]).toEqual([['m-2'], []])
})
