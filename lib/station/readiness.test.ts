import { expect, test } from 'vitest'
import { openReadiness } from '#lib/station/readiness.ts'

test('the answer says what is lacking, without secrets', async () => {
  const check = () => Promise.reject(new Error('Cannot use Redis at redis://user:pass@host'))
  expect(await openReadiness(check).lack()).toBe('Cannot use Redis at redis://user:***@host')
  expect(await openReadiness(() => Promise.resolve()).lack()).toBeUndefined()
})

test('many calls within a second cause one check', async () => {
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

test('a change is seen after a second', async () => {
  let isUp = true
  const readiness = openReadiness(() => (isUp ? Promise.resolve() : Promise.reject(new Error('gone'))))
  expect(await readiness.lack()).toBeUndefined()
  isUp = false
  await expect.poll(() => readiness.lack()).toBe('gone')
  isUp = true
  await expect.poll(() => readiness.lack()).toBeUndefined()
})

test('a hanging check times out, and no second one starts beside it', async () => {
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

test('a check that throws synchronously counts like one that rejects', async () => {
  const readiness = openReadiness(() => {
    throw new Error('at once')
  })
  expect(await readiness.lack()).toBe('at once')
})
