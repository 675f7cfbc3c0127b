import { expect, test } from 'vitest'
import { openReadiness } from '#lib/station/readiness.ts'

test('what is lacking is told, without what must not be seen', async () => {
  const check = () => Promise.reject(new Error('Cannot use Redis at redis://user:pass@host'))
  expect(await openReadiness(check).lack()).toBe('Cannot use Redis at redis://user:***@host')
  expect(await openReadiness(() => Promise.resolve()).lack()).toBeUndefined()
})

test('many who ask within a second make one check', async () => {
  let checks = 0
  const readiness = openReadiness(() => {
    checks += 1
    return Promise.resolve()
  })
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 100 }, () => readiness.lack()))
  }
  expect(checks).toBe(1)
})

test('what changes is seen after a second', async () => {
  let isUp = true
  const readiness = openReadiness(() => (isUp ? Promise.resolve() : Promise.reject(new Error('gone'))))
  expect(await readiness.lack()).toBeUndefined()
  isUp = false
  await expect.poll(() => readiness.lack()).toBe('gone')
  isUp = true
  await expect.poll(() => readiness.lack()).toBeUndefined()
})

test('a check that hangs is given up, and no second one is begun beside it', async () => {
  let checks = 0
  const hanging = Promise.withResolvers<void>()
  const check = () => {
    checks += 1
    return hanging.promise
  }
  const readiness = openReadiness(check, { answerMs: 10, keptMs: 0 })
  for (let round = 0; round < 3; round += 1) {
    expect(await readiness.lack()).toBe('Cannot tell whether it is ready: no answer within 10 ms')
  }
  expect(checks).toBe(1)
  hanging.resolve()
  await expect.poll(() => readiness.lack()).toBeUndefined()
})

test('a check that throws at once is no worse than one that rejects', async () => {
  const readiness = openReadiness(() => {
    throw new Error('at once')
  })
  expect(await readiness.lack()).toBe('at once')
})
