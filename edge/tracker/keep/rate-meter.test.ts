import { expect, test } from 'vitest'
import { openRateMeter } from './rate-meter.ts'

test('a steady rate is shown after some minutes, and forgotten after the same time', () => {
  let now = 0
  const meter = openRateMeter(() => now)
  for (let second = 0; second < 600; second += 1) {
    meter.add(500)
    now += 1_000
    meter.perSecond()
  }
  expect(meter.perSecond()).toBeGreaterThan(480)
  expect(meter.perSecond()).toBeLessThan(510)
  now += 600_000
  expect(meter.perSecond()).toBeLessThan(1)
})

test('an amount that comes at once counts as spread over a minute', () => {
  let now = 0
  const meter = openRateMeter(() => now)
  meter.add(60_000)
  now += 1
  expect(meter.perSecond()).toBeCloseTo(1_000, 0)
})
