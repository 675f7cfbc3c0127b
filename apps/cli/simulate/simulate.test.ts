import { describe, expect, test } from 'vitest'
import { berlin } from '#lib/cities/berlin.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { startSmallPlatform, type SmallPlatform } from '../platform.fixture.ts'
import { readGroups, readStream } from '../read-lags.ts'
import { openPerson } from './open-person.ts'
import { planPhone } from './plan-phone.ts'
import { simulate, type SimulateOptions } from './simulate.ts'

const DEVICES = 6
const POLLED = { timeout: 10_000 }

function walkersOf({ url }: SmallPlatform): SimulateOptions {
  return {
    url,
    city: berlin,
    devices: DEVICES,
    speedKmh: 4,
    intervalMs: 100,
    durationMs: 500,
    seed: 1,
    isKeeping: false,
    signal: new AbortController().signal,
  }
}

/** The stored searches and offers of the people of seed 1. */
async function subjectsOn({ url }: SmallPlatform): Promise<{ kind: string; active: boolean }[]> {
  const lists = await Promise.all(
    Array.from({ length: DEVICES }, (_, index) => `sim-1-${index}`).flatMap((name) =>
      ['searches', 'offers'].map(async (kind) => {
        const response = await openPerson(url, name).call('storage', `/store/${kind}?owner=${name}`)
        return ((await response.json()) as { items: { kind: string; active: boolean }[] }).items
      }),
    ),
  )
  return lists.flat()
}

async function eventsOnBus({ environment }: SmallPlatform): Promise<PushEvent[]> {
  const events: PushEvent[] = []
  const reader = await openBusReader(environment['BUS_URL'] ?? '', {
    group: 'reader-of-tests',
    topics: [EVENTS.name],
    from: 'earliest',
    isCommitting: false,
  })
  const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
  await reader.run(async ({ records }) => {
    events.push(...records.map(({ value }) => decodeEvent(value)))
  })
  await expect.poll(() => events.length, POLLED).toBeGreaterThanOrEqual(end)
  await reader.close()
  return events
}

/** Resolves when matching has processed all events that the tracker has accepted so far. */
async function caughtUp({ environment }: SmallPlatform): Promise<void> {
  const { STREAM_URLS: streamUrl = '', BUS_URL: busUrl = '' } = environment
  const { added } = (await readStream(streamUrl, 1)).books
  await expect
    .poll(async () => (await readStream(streamUrl, 1)).books.published, POLLED)
    .toBeGreaterThanOrEqual(added)
  const matching = async () => (await readGroups(busUrl)).find(({ group }) => group === 'matching')
  const end = (await matching())?.end
  await expect.poll(async () => (await matching())?.committed, POLLED).toBeGreaterThanOrEqual(end ?? Infinity)
}

/** Ids of the matches that the people of seed 3 list. */
async function matchesOfAll({ url }: SmallPlatform, devices: number): Promise<string[]> {
  const lists = await Promise.all(
    Array.from({ length: devices }, async (_, index) => {
      const { person, subject } = planPhone(index, { seed: 3, city: berlin, speedKmh: 4 })
      const caller = openPerson(url, person)
      const own = await caller.call('storage', `/store/${subject.kind}?owner=${person}`)
      const [first] = ((await own.json()) as { items: { id: string }[] }).items
      const matches = await caller.call('storage', `/store/${subject.kind}/${first?.id}/matches?limit=200`)
      return ((await matches.json()) as { items: { id: string }[] }).items
    }),
  )
  return lists.flat().map(({ id }) => id)
}

describe('simulate()', () => {
  test('every phone sends a proven ping per interval, and nothing stays active at the end', async () => {
    const platform = await startSmallPlatform()
    const summary = await simulate(walkersOf(platform))
    expect(summary).toMatchObject({ devices: DEVICES, errors: 0, lastError: undefined, leftOn: 0 })
    expect(summary.pings).toBeLessThanOrEqual(DEVICES * 5)
    expect(summary.pings).toBeGreaterThanOrEqual(DEVICES)
    expect(summary.p50Ms).toBeGreaterThan(0)
    expect(summary.p99Ms).toBeGreaterThanOrEqual(summary.p50Ms)
    await expect
      .poll(async () => (await eventsOnBus(platform)).filter(({ type }) => type === 'geo').length, POLLED)
      .toBe(summary.pings)
    const pings = (await eventsOnBus(platform)).filter(({ type }) => type === 'geo')
    expect(pings.every(({ data }) => data.meta.proven === true)).toBe(true)
    expect(new Set(pings.map(({ subject }) => subject)).size).toBe(DEVICES)
    const subjects = await subjectsOn(platform)
    expect(subjects).toHaveLength(DEVICES)
    expect(subjects.filter(({ active }) => active)).toEqual([])
  })

  test('a second run with the same seed reuses searches and offers, and creates none', async () => {
    const platform = await startSmallPlatform()
    await simulate({ ...walkersOf(platform), isKeeping: true })
    const left = await subjectsOn(platform)
    expect(left.filter(({ active }) => active)).toHaveLength(DEVICES)
    expect((await simulate(walkersOf(platform))).errors).toBe(0)
    expect(await subjectsOn(platform)).toHaveLength(DEVICES)
  })

  test('counts each new match once', async () => {
    const platform = await startSmallPlatform()
    const devices = 50
    const stopping = new AbortController()
    const progress: number[] = []
    const walking = simulate({
      ...walkersOf(platform),
      seed: 3,
      devices,
      intervalMs: 500,
      durationMs: Infinity,
      isKeeping: true,
      signal: stopping.signal,
      onProgress: ({ pings }) => progress.push(pings),
    })
    await expect.poll(() => progress.at(-1) ?? 0, POLLED).toBeGreaterThan(devices)
    await caughtUp(platform)
    stopping.abort()
    const summary = await walking
    const distinct = new Set(await matchesOfAll(platform, devices))
    expect(distinct.size).toBeGreaterThan(1)
    expect(summary.matches).toBe(distinct.size)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  })

  test('a signal ends it early and still deactivates everything', async () => {
    const platform = await startSmallPlatform()
    const stopping = new AbortController()
    const summary = await simulate({
      ...walkersOf(platform),
      durationMs: Infinity,
      signal: stopping.signal,
      onProgress: ({ pings }) => {
        if (pings > 0) stopping.abort()
      },
    })
    expect(summary.pings).toBeGreaterThan(0)
    expect((await subjectsOn(platform)).filter(({ active }) => active)).toEqual([])
  })

  test('fails when nothing answers', async () => {
    const options = { ...walkersOf({ url: 'http://127.0.0.1:1', environment: {}, folder: '' }) }
    await expect(simulate(options)).rejects.toMatchObject({
      name: 'VerbError',
      message: expect.stringMatching(/^Cannot reach http:\/\/127\.0\.0\.1:1: /u),
      hint: expect.stringContaining('Is it running?'),
    })
  })

  test('fails when the development login is off', async () => {
    const platform = await startSmallPlatform({ DEV_LOGIN: 'false' })
    await expect(simulate(walkersOf(platform))).rejects.toMatchObject({
      message: expect.stringMatching(/^Cannot sign in as "sim-1-\d": The development login is off/u),
    })
  })
})
