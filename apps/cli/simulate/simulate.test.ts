import { describe, expect, test } from 'vitest'
import { berlin } from '#lib/cities/berlin.ts'
import { startSmallPlatform } from '../platform.fixture.ts'
import { openPerson } from './open-person.ts'
import { simulate, type SimulateOptions } from './simulate.ts'

const walkers: Omit<SimulateOptions, 'url'> = {
  city: berlin,
  devices: 6,
  speedKmh: 4,
  intervalMs: 200,
  durationMs: 1_000,
  seed: 1,
  isKeeping: false,
  signal: new AbortController().signal,
}

describe('simulate()', () => {
  test('pings', async () => {
    const { url } = await startSmallPlatform()
    const t = performance.now()
    console.log(await simulate({ ...walkers, url, devices: 50, durationMs: 5000, onProgress: () => {} }), performance.now() - t)
    console.log(await simulate({ ...walkers, url, devices: 500, durationMs: 5000, intervalMs: 100, onProgress: () => {} }))
    expect(1).toBe(1)
  })
})
