import { expect, test } from 'vitest'
import { openChat } from './open-chat.fixture.ts'

test('shows accounts the messages of a person in all their channels, and nothing of the other people', async () => {
  const chat = await openChat()
  await chat.open('anna')
  await chat.greet()
  for (let count = 0; count < 210; count += 1) {
    const message = {
      channel: chat.match.id,
      id: `m-${count}`,
      from: 'anna',
      at: count,
      text: `text ${count}`,
    }
    await chat.channels.say(message, [], { beforeAnswerMax: 9 })
  }
  const answer = await chat.call('GET /store/people/anna', { as: 'service:accounts' })
  const { files } = (await answer.json()) as {
    files: { 'channels.json': { messages: { text: string }[] }[] }
  }
  const [channel] = files['channels.json']
  expect(files['channels.json']).toMatchObject([{ id: chat.match.id, match: chat.match.id }])
  expect(channel?.messages.map(({ text }) => text).toReversed()).toEqual([
    'Hello',
    ...Array.from({ length: 210 }, (_, index) => `text ${index}`),
  ])
  expect(JSON.stringify(files['channels.json'])).not.toContain('ben')
})

test('erases the messages of a person, and closes the channels; the other person keeps their own', async () => {
  const chat = await openChat()
  await chat.open('anna')
  await chat.greet()
  const erase = () => chat.call('DELETE /store/people/anna', { as: 'service:accounts' })
  expect([(await erase()).status, (await erase()).status]).toEqual([204, 204])
  expect(await chat.messages('ben')).toMatchObject([{ from: 'ben' }])
  const channel = await (await chat.call(`GET /store/channels/${chat.match.id}`, { as: 'ben' })).json()
  expect(channel).toMatchObject({ isOpen: false })
  expect(channel).not.toHaveProperty('person')
  expect((await chat.say('ben', { text: 'Anna?' })).status).toBe(409)
  const again = await chat.call('POST /store/channels', { as: 'ben', json: { match: chat.match.id } })
  expect(again.status).toBe(403)
  const left = await chat.call('GET /store/people/anna', { as: 'service:accounts' })
  expect(Object.values(((await left.json()) as { files: Record<string, unknown[]> }).files).flat()).toEqual(
    [],
  )
})
