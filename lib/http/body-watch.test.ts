import { expect, onTestFinished, test } from 'vitest'
import { openBodyWatch, type BodyWatch } from '#lib/http/body-watch.ts'

/** A body under watch, and whether it was ended. */
function aBody(watch: BodyWatch) {
  let isEnded = false
  const body = watch.watch(() => {
    isEnded = true
  })
  onTestFinished(() => watch.release(body))
  return { body, isEnded: () => isEnded }
}

test('a body without a byte for longer than the gap is ended; one whose bytes keep coming is not', async () => {
  const watch = openBodyWatch({ gapMsMax: 200, wholeMsMax: 60_000 })
  const silent = aBody(watch)
  const lively = aBody(watch)
  const bytes = setInterval(() => {
    lively.body.quietTicks = 0
  }, 20)
  onTestFinished(() => clearInterval(bytes))
  await expect.poll(() => silent.isEnded()).toBe(true)
  expect(silent.body.isStalled).toBe(true)
  expect(lively.isEnded()).toBe(false)
})

test('a body that comes byte by byte is ended when its whole time is over', async () => {
  const watch = openBodyWatch({ gapMsMax: 200, wholeMsMax: 400 })
  const { body, isEnded } = aBody(watch)
  const bytes = setInterval(() => {
    body.quietTicks = 0
  }, 10)
  onTestFinished(() => clearInterval(bytes))
  await expect.poll(() => isEnded()).toBe(true)
})

test('the whole time of a body that is released and watched again goes on', async () => {
  const watch = openBodyWatch({ gapMsMax: 200, wholeMsMax: 400 })
  const { body, isEnded } = aBody(watch)
  const pieces = setInterval(() => {
    watch.release(body)
    if (!body.isStalled) watch.resume(body)
  }, 30)
  onTestFinished(() => clearInterval(pieces))
  await expect.poll(() => isEnded()).toBe(true)
  expect(body.quietTicks).toBeLessThan(10)
})

test('a released body is not ended any more', async () => {
  const watch = openBodyWatch({ gapMsMax: 100, wholeMsMax: 60_000 })
  const done = aBody(watch)
  const silent = aBody(watch)
  watch.release(done.body)
  await expect.poll(() => silent.isEnded()).toBe(true)
  expect(done.isEnded()).toBe(false)
})

test('endSlowest() ends the oldest body, but none that has just begun', async () => {
  const watch = openBodyWatch({ gapMsMax: 60_000, wholeMsMax: 60_000 })
  expect(watch.endSlowest()).toBe(false)
  const fresh = openBodyWatch({ gapMsMax: 60_000, wholeMsMax: 60_000 })
  const young = aBody(fresh)
  expect([fresh.endSlowest(), young.isEnded()]).toEqual([false, false])

  const ticking = openBodyWatch({ gapMsMax: 5_000, wholeMsMax: 60_000 })
  const first = aBody(ticking)
  const second = aBody(ticking)
  await expect.poll(() => ticking.endSlowest()).toBe(true)
  expect([first.isEnded(), second.isEnded()]).toEqual([true, false])
})
