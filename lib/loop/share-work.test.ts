import { expect, test } from 'vitest'
import { openShareWork } from './share-work.ts'

test('equal work at the same time is done once, and anew after it ended or failed', async () => {
  const shareWork = openShareWork()
  let runs = 0
  const gate = Promise.withResolvers<void>()
  const work = async () => {
    runs += 1
    await gate.promise
    if (runs === 2) throw new Error('broken')
    return runs
  }
  const together = [shareWork('a', work), shareWork('a', work), shareWork('b', () => Promise.resolve(9))]
  gate.resolve()
  expect(await Promise.all(together)).toEqual([1, 1, 9])
  const failing = await Promise.allSettled([shareWork('a', work), shareWork('a', work)])
  expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await shareWork('a', work)).toBe(3)
})
