import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSpool } from '#lib/spool/open-spool.ts'
import { openStreamReader } from '#lib/stream-log/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { push } from '../run-push.fixture.ts'

/** Creates a spool with three events of a dead tracker, and a stream. */
async function leftSpool() {
  const home = temporaryFolder()
  const path = join(home, 'spool')
  const spool = await openSpool(path, { bytesMax: 1e6 })
  await spool.append(['{"n":1}', '{"n":2}', '{"n":3}'])
  await spool.close()
  const stream = `sqlite:${home}/stream.db`
  const environment = { HOME: home, SPOOL_PATH: path, STREAM_URLS: stream }
  async function streamed(): Promise<string[]> {
    const reader = await openStreamReader(stream, { group: 'test', consumer: 'test' })
    const entries = await reader.take(10, 0)
    await reader.close()
    return entries.map(({ value }) => value)
  }
  return { environment, path, segment: join(path, '0', '000000000001.segment'), streamed }
}

test('inspect shows the waiting events of each slot, and changes nothing', async () => {
  const { environment, segment } = await leftSpool()
  const before = readFileSync(segment)
  const shown = await push(environment, 'spool', 'inspect', '--json')
  expect([shown.code, shown.error]).toEqual([0, ''])
  const slot = { slot: '0', isHeld: false, segments: 1, events: 3, bytes: before.length }
  expect(JSON.parse(shown.out)).toMatchObject({ slots: [{ ...slot, tornBytes: 0, damagedBytes: 0 }] })
  const table = await push(environment, 'spool', 'inspect')
  expect(table.out).toMatch(/^slot +held +segments +events/u)
  expect(readFileSync(segment)).toEqual(before)
})

test('inspect distinguishes torn from damaged bytes', async () => {
  const { environment, segment } = await leftSpool()
  const bytes = readFileSync(segment)
  bytes[bytes.indexOf('"n":1')] = 0
  writeFileSync(segment, bytes.subarray(0, -2))
  const shown = await push(environment, 'spool', 'inspect', '--json')
  expect(JSON.parse(shown.out)).toMatchObject({ slots: [{ events: 1, tornBytes: 13, damagedBytes: 15 }] })
})

test('drain appends the events of free slots to the stream, and prints how many', async () => {
  const { environment, streamed } = await leftSpool()
  const first = await push(environment, 'spool', 'drain')
  expect(first).toEqual({ code: 0, out: '3 events were appended to the stream.\n', error: '' })
  expect(await streamed()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  const second = await push(environment, 'spool', 'drain', '--json')
  expect(JSON.parse(second.out)).toEqual({ drained: 0, slotsHeld: 0 })
})

test('drain skips the slots that a tracker holds, and says so', async () => {
  const { environment, path, streamed } = await leftSpool()
  const tracker = await openSpool(path, { bytesMax: 1e6 })
  const drained = await push(environment, 'spool', 'drain')
  expect(drained.out).toBe(
    '0 events were appended to the stream; 1 slots were skipped, because trackers hold them.\n',
  )
  expect(await streamed()).toEqual([])
  await tracker.close()
})

test('wrong use is reported with an example of right use', async () => {
  const { environment, path } = await leftSpool()
  const none = await push(environment, 'spool', 'inspect', '--path', join(path, 'nowhere'))
  expect([none.code, none.error]).toEqual([
    2,
    expect.stringMatching(/there is no folder ".*nowhere"\nPass the folder/u),
  ])
  const off = await push({ ...environment, SPOOL_PATH: '' }, 'spool', 'inspect')
  expect([off.code, off.error]).toEqual([2, expect.stringContaining('SPOOL_PATH is empty')])
  const two = await push({ ...environment, STREAM_URLS: 'sqlite:a.db,sqlite:b.db' }, 'spool', 'drain')
  expect([two.code, two.error]).toEqual([2, expect.stringContaining('--to')])
  mkdirSync(join(path, '..', 'empty'))
  const empty = await push(environment, 'spool', 'inspect', '--path', join(path, '..', 'empty'))
  expect([empty.code, empty.out]).toEqual([0, 'The spool is empty: it has no slots.\n'])
})
