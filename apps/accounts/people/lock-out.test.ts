import { expect, test } from 'vitest'
import { openLockOut, TRIES_MAX } from './lock-out.ts'
import { openPeopleAdapter } from './open-people-adapter.fixture.ts'

const MINUTE_MS = 60_000

async function openAt(clock: { now: number }) {
  return openLockOut(await openPeopleAdapter(), () => clock.now)
}

async function tryOften(admit: () => Promise<number | undefined>): Promise<void> {
  for (let each = 0; each < TRIES_MAX; each += 1) expect(await admit()).toBeUndefined()
}

test('too many tries are refused until the window of the first try ends, however many follow', async () => {
  const clock = { now: 1_000_000_000_000 }
  const lockOut = await openAt(clock)
  const mila = () => lockOut.admit('mila@example.org')
  await tryOften(mila)
  expect(await mila()).toBe(15 * 60)
  clock.now += 14 * MINUTE_MS
  expect(await mila()).toBe(60)
  clock.now += MINUTE_MS
  await tryOften(mila)
  expect(await mila()).toBe(15 * 60)
})

test('upper and lower case count as one address, and other addresses are not affected', async () => {
  const lockOut = await openAt({ now: 1_000_000_000_000 })
  await tryOften(() => lockOut.admit('mila@example.org'))
  expect(await lockOut.admit('Mila@Example.org')).toBeGreaterThan(0)
  expect(await lockOut.admit('otto@example.org')).toBeUndefined()
  await lockOut.clear('MILA@example.org')
  expect(await lockOut.admit('mila@example.org')).toBeUndefined()
})
