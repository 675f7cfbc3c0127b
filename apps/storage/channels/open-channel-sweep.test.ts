import { beforeEach, expect, test } from 'vitest'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannelSweep } from './open-channel-sweep.ts'
import { openChat, type Chat } from './open-chat.fixture.ts'

const DAY_MS = 86_400_000

let chat: Chat
let id: string

beforeEach(async () => {
  chat = await openChat()
  id = await chat.open('anna')
  await chat.channels.checkAgain(id, 0)
})

/** Runs the sweep once. */
async function sweep(): Promise<void> {
  const { run, stop } = openChannelSweep({ ...chat, log: quietLog })
  try {
    await run()
  } finally {
    await stop()
  }
}

const closed = async () => (await chat.channels.find(id))?.closed
const isDueAt = async (ms: number) => (await chat.channels.due(ms, 1, 9)).length > 0

test('a channel stays open while the two are together, and is looked at again the next day', async () => {
  await sweep()
  expect(await closed()).toBeUndefined()
  expect(await isDueAt(Date.now() + DAY_MS - 60_000)).toBe(false)
  expect(await isDueAt(Date.now() + DAY_MS)).toBe(true)
})

test('it is closed 30 days after the end of the match, and not before', async () => {
  const endedAt = Date.now() - 29 * DAY_MS
  await chat.endMatch(endedAt)
  await sweep()
  expect(await closed()).toBeUndefined()
  expect(await isDueAt(endedAt + 30 * DAY_MS - 1)).toBe(false)
  expect(await isDueAt(endedAt + 30 * DAY_MS)).toBe(true)
})

test('it is closed when its time is over', async () => {
  await chat.endMatch(Date.now() - 30 * DAY_MS)
  await sweep()
  expect(await closed()).toMatchObject({ why: 'ended' })
})

test('it is closed when matching does not know the match any more', async () => {
  await chat.matches.removeOf('ben')
  await sweep()
  expect(await closed()).toMatchObject({ why: 'ended' })
})

test('it stays open while matching is away', async () => {
  await chat.endMatch(Date.now() - 30 * DAY_MS)
  await chat.lose('matching')
  await expect(sweep()).rejects.toThrow('Cannot call')
  expect(await closed()).toBeUndefined()
})
