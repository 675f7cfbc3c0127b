import { expect, test } from 'vitest'
import { frontLimits } from './front-limits.ts'

const CONFIG = {
  callsMax: 1_500,
  callsPerClientMax: 250,
  streamsMax: 1_000,
  streamsPerClientMax: 100,
  bodyGapSecondsMax: 5,
  fetchesMax: 4_096,
}

test('the front end may use three quarters of the calls of a process, and a start that wants more is refused', () => {
  expect(frontLimits(CONFIG).calls).toEqual({ max: 1_500, perClientMax: 250 })
  expect(frontLimits({ ...CONFIG, callsMax: 2_072 }).calls.max).toBe(2_072)
  expect(() => frontLimits({ ...CONFIG, callsMax: 2_073 })).toThrow(
    'FRONT_CALLS_MAX and FRONT_STREAMS_MAX are 3073 together; the maximum is 3072',
  )
})
