import { expect, test } from 'vitest'
import { createFairQueue } from './create-fair-queue.ts'

const ANY = () => true

test('jobs of one owner stay in order, owners take turns', () => {
  const queue = createFairQueue<string>()
  for (const job of ['a1', 'a2', 'a3']) queue.add('anna', job)
  for (const job of ['b1', 'b2']) queue.add('ben', job)
  queue.add('cem', 'c1')
  expect([queue.size, queue.waitingOf('anna'), queue.waitingOf('nobody')]).toEqual([6, 3, 0])
  expect(Array.from({ length: 7 }, () => queue.take(ANY)?.job)).toEqual([
    'a1',
    'b1',
    'c1',
    'a2',
    'b2',
    'a3',
    undefined,
  ])
  expect(queue.size).toBe(0)
})

test('an owner who was served last lets others go first, also with a new job', () => {
  const queue = createFairQueue<string>()
  queue.add('anna', 'a1')
  expect(queue.take(ANY)?.job).toBe('a1')
  queue.add('anna', 'a2')
  queue.add('ben', 'b1')
  expect([queue.take(ANY)?.job, queue.take(ANY)?.job]).toEqual(['b1', 'a2'])
})

test('an owner who may not run is passed over, and keeps the turn', () => {
  const queue = createFairQueue<string>()
  queue.add('anna', 'a1')
  queue.add('ben', 'b1')
  queue.add('ben', 'b2')
  expect(queue.take((owner) => owner !== 'anna')).toEqual({ owner: 'ben', job: 'b1' })
  expect(queue.take(ANY)).toEqual({ owner: 'anna', job: 'a1' })
  expect(queue.take(() => false)).toBeUndefined()
  expect(queue.size).toBe(1)
})
