import { beforeEach, expect, test } from 'vitest'
import { openChat, type Chat } from '../open-chat.fixture.ts'

let chat: Chat
let id: string

beforeEach(async () => {
  chat = await openChat()
  id = await chat.open('anna')
})

async function unread(channels: unknown, as = 'service:notifications') {
  return chat.call('POST /store/channels/unread', { as, json: { channels } })
}

/** What came to the tracker about channels. */
async function told(type: string) {
  return (await chat.told()).filter((event) => event.type === type).map(({ params }) => params)
}

test('tells a service for both people what they have not read, in channels that exist', async () => {
  await chat.greet()
  await chat.say('anna', { text: 'Is it there?' })
  const response = await unread([id, 'unknown', id])
  expect(await response.json()).toEqual({
    items: [
      {
        channel: id,
        match: chat.match.id,
        isOpen: true,
        people: [
          { person: 'anna', other: 'ben', unread: 1, received: 1, readTo: 0 },
          { person: 'ben', other: 'anna', unread: 2, received: 2, readTo: 0 },
        ],
      },
    ],
  })
})

test('tells nothing of people whose account was deleted', async () => {
  await chat.greet()
  await chat.channels.removeOf('anna', Date.now())
  const response = await unread([id])
  expect(await response.json()).toMatchObject({ items: [{ isOpen: false, people: [{ person: 'ben' }] }] })
  expect(JSON.stringify(await (await unread([id])).json())).not.toContain('anna')
})

test('answers services only, and 400 for what are no ids', async () => {
  expect((await unread([id], 'anna')).status).toBe(403)
  expect((await unread([id], 'admin')).status).toBe(403)
  expect((await unread([{ $ne: '' }])).status).toBe(400)
  expect((await unread(Array.from({ length: 201 }, () => id))).status).toBe(400)
})

test('who reads messages or deletes one causes an event, with the id of the channel only', async () => {
  await chat.greet()
  await chat.say('anna', { id: 'message-1', text: 'Is it there?' })
  await chat.call(`POST /store/channels/${id}/read`, { as: 'ben', json: { seq: 2 } })
  await expect.poll(() => told('chr')).toEqual([{ channel: id }])
  await chat.call(`POST /store/channels/${id}/read`, { as: 'ben', json: { seq: 1 } })
  await chat.call(`DELETE /store/channels/${id}/messages/message-1`, { as: 'anna' })
  await expect.poll(() => told('chr')).toEqual([{ channel: id }, { channel: id }])
})
