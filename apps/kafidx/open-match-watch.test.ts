import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openKafidx } from './open-kafidx.fixture.ts'
import { openMatchWatch } from './open-match-watch.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('matching is called once a second for all viewers together, and never without viewers', async () => {
  const { matching, asked } = await openKafidx()
  const before = vi.getTimerCount()
  const watches = openMatchWatch(matching, quietLog)
  expect([vi.getTimerCount() - before, asked()]).toEqual([0, 0])
  const [first, second] = [watches.watch(), watches.watch()]
  expect(vi.getTimerCount() - before).toBe(1)
  await expect.poll(asked).toBe(1)
  vi.advanceTimersByTime(1_000)
  await expect.poll(asked).toBe(2)
  first.end()
  expect(vi.getTimerCount() - before).toBe(1)
  second.end()
  expect(vi.getTimerCount() - before).toBe(0)
})
