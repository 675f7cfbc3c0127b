import { expect, test } from 'vitest'
import { createWaker } from '#lib/sqlite/waker.ts'

const LONG_MS = 3_600_000

test('wake() ends the sleep', async () => {
  const waker = createWaker()

  const sleeping = waker.sleep(LONG_MS)
  waker.wake()

  await expect(sleeping).resolves.toBeUndefined()
})

test('wake() before a sleep ends only the next one', async () => {
  const waker = createWaker()
  waker.wake()
  waker.wake()

  await waker.sleep(LONG_MS)
  let isAwake = false
  async function sleepOn(): Promise<void> {
    await waker.sleep(LONG_MS)
    isAwake = true
  }
  const sleeping = sleepOn()
  await Promise.resolve()
  expect(isAwake).toBe(false)

  waker.wake()
  await sleeping
  expect(isAwake).toBe(true)
})

test('a sleep ends after its time', async () => {
  await expect(createWaker().sleep(1)).resolves.toBeUndefined()
})
