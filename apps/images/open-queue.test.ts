import { expect, test } from 'vitest'
import { openQueue } from './open-queue.ts'

test('runs one task at a time, in order of arrival, and continues after a failure', async () => {
  const queue = openQueue()
  const steps: string[] = []
  const work = (name: string) => async () => {
    steps.push(`${name} begins`)
    await Promise.resolve()
    steps.push(`${name} ends`)
    if (name === 'b') throw new Error('broken')
    return name
  }
  const ends = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(work(name))))
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason)))).toEqual([
    'a',
    'Error: broken',
    'c',
  ])
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('refuses a task when too many wait, until there is room', async () => {
  const queue = openQueue(2)
  const gate = Promise.withResolvers<void>()
  const waiting = [queue.run(() => gate.promise), queue.run(async () => 'second')]
  await expect(queue.run(async () => 'third')).rejects.toMatchObject({
    problem: { status: 429, code: 'busy', headers: { 'retry-after': '5' } },
  })
  gate.resolve()
  await Promise.all(waiting)
  await expect(queue.run(async () => 'fourth')).resolves.toBe('fourth')
})
