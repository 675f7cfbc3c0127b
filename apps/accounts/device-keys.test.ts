import { describe, expect, onTestFinished, test } from 'vitest'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { followRevocations } from '../../edge/tracker/follow-revocations.ts'
import { openTrackerWorld } from '../../edge/tracker/open-tracker-world.fixture.ts'
import { createDeviceProver } from '../../edge/tracker/create-device-prover.ts'
import { listen } from './listen.fixture.ts'
import { openWorld, type World } from './open-world.fixture.ts'

const NEVER_MS = 3_600_000

/** Opens a tracker that follows the accounts station at a URL; `ping` gives whether the stored position was proven. */
async function openTracker({ keys }: World, accountsUrl: string, refreshMs = 5) {
  const lines: string[] = []
  const note = (message: string) => void lines.push(message)
  const log: Logger = { ...quietLog, info: note, warn: note }
  const accounts = openServiceClient({ keys, service: 'tracker', audience: 'accounts', url: accountsUrl })
  const revocations = await followRevocations({ accounts, refreshMs, log, metrics: openMetrics() })
  const trackers = await openTrackerWorld(keys)
  const app = trackers.tracker({
    proveDevice: createDeviceProver(keys, (keyId) => revocations.isRevoked(keyId)),
  })
  const server = Bun.serve({ development: false, port: 0, fetch: (request) => app.fetch(request, {}) })
  onTestFinished(async () => {
    await server.stop(true)
    await revocations.stop()
    await trackers.close()
  })
  return {
    lines,
    async ping(device: string, key: string): Promise<boolean | undefined> {
      const url = new URL(`/t/geo?di=${device}&lt=52.5&lg=13.4`, server.url)
      expect((await fetch(url, { headers: { 'push-device-key': key } })).status).toBe(200)
      const events = await trackers.kept()
      expect(events).toHaveLength(1)
      return events.map(({ person }) => person !== undefined)[0]
    },
    /** The device of a position that names no device, and has a key. */
    async deviceOf(key: string): Promise<string | undefined> {
      const url = new URL(`/osmand?dk=${key}&lat=52.5&lon=13.4`, server.url)
      expect((await fetch(url)).status).toBe(200)
      const [entry] = await trackers.entries()
      return (JSON.parse(entry ?? '') as { d?: string }).d
    },
  }
}

/** An accounts station, and a tracker that follows it over HTTP. */
async function openPlatform(options: Parameters<typeof openWorld>[0] = {}) {
  const world = await openWorld(options)
  const accounts = listen((request) => world.app.fetch(request, {}))
  return { ...world, accounts, tracker: await openTracker(world, accounts.url) }
}

/** Registers a device; gives its current key. */
async function keyOf({ call }: World, as: string, device: string): Promise<string> {
  const response = await call('POST /accounts/devices', { as, json: { device_id: device } })
  expect(response.ok).toBe(true)
  return ((await response.json()) as { key: string }).key
}

async function rotate({ call }: World, as: string, device: string): Promise<string> {
  const response = await call(`POST /accounts/devices/${device}/rotate`, { as })
  expect(response.status).toBe(200)
  return ((await response.json()) as { key: string }).key
}

async function revoke({ call }: World, as: string, device: string): Promise<void> {
  expect((await call(`POST /accounts/devices/${device}/revoke`, { as })).status).toBe(204)
}

async function release({ call }: World, as: string, device: string): Promise<void> {
  expect((await call(`DELETE /accounts/devices/${device}`, { as })).status).toBe(204)
}

describe('a key', () => {
  test('that was stolen is invalid once it is revoked, even after many valid uses; a new one is valid', async () => {
    const world = await openPlatform()
    const { tracker } = world
    const stolen = await keyOf(world, 'anna', 'phone-1')
    expect([await tracker.ping('phone-1', stolen), await tracker.ping('phone-1', stolen)]).toEqual([
      true,
      true,
    ])
    await revoke(world, 'anna', 'phone-1')
    await expect.poll(() => tracker.ping('phone-1', stolen)).toBe(false)
    const fresh = await keyOf(world, 'anna', 'phone-1')
    expect(await tracker.ping('phone-1', fresh)).toBe(true)
    expect(await tracker.ping('phone-1', stolen)).toBe(false)
  })

  test('names its device, until it is revoked', async () => {
    const world = await openPlatform()
    const { tracker } = world
    const key = await keyOf(world, 'anna', 'phone-1')
    expect([await tracker.deviceOf(key), await tracker.deviceOf('secret')]).toEqual(['phone-1', undefined])
    await revoke(world, 'anna', 'phone-1')
    await expect.poll(() => tracker.deviceOf(key)).toBeUndefined()
  })

  test('proves one device only: losing one of two phones does not affect the other', async () => {
    const world = await openPlatform()
    const { tracker } = world
    const one = await keyOf(world, 'anna', 'phone-1')
    const two = await keyOf(world, 'anna', 'phone-2')
    expect([await tracker.ping('phone-2', one), await tracker.ping('phone-1', two)]).toEqual([false, false])
    await revoke(world, 'anna', 'phone-1')
    await expect.poll(() => tracker.ping('phone-1', one)).toBe(false)
    expect(await tracker.ping('phone-2', two)).toBe(true)
  })

  test('of a phone with a new owner: the old key is invalid, the new key is valid', async () => {
    const world = await openPlatform()
    const { tracker, call } = world
    const annas = await keyOf(world, 'anna', 'phone-1')
    const early = await call('POST /accounts/devices', { as: 'ben', json: { device_id: 'phone-1' } })
    expect(early.status).toBe(409)
    await release(world, 'anna', 'phone-1')
    const bens = await keyOf(world, 'ben', 'phone-1')
    await expect.poll(() => tracker.ping('phone-1', annas)).toBe(false)
    expect(await tracker.ping('phone-1', bens)).toBe(true)
    for (const route of ['POST /accounts/devices/phone-1/rotate', 'DELETE /accounts/devices/phone-1']) {
      expect((await call(route, { as: 'anna' })).status).toBe(404)
    }
    const owner = await call('GET /accounts/devices/phone-1/owner', { as: 'service:storage' })
    expect(await owner.json()).toEqual({ person: 'ben', key_id: expect.any(String) })
    expect(await tracker.ping('phone-1', bens)).toBe(true)
  })

  test('stays valid for the grace period after a rotation, then ends; a revocation ends it earlier', async () => {
    const world = await openPlatform()
    const { tracker } = world
    const before = await keyOf(world, 'anna', 'phone-1')
    const after = await rotate(world, 'anna', 'phone-1')
    // Once the tracker knows a later entry of the list, it has read the rotation.
    const other = await keyOf(world, 'anna', 'phone-2')
    await revoke(world, 'anna', 'phone-2')
    await expect.poll(() => tracker.ping('phone-2', other)).toBe(false)
    expect([await tracker.ping('phone-1', before), await tracker.ping('phone-1', after)]).toEqual([
      true,
      true,
    ])
    await revoke(world, 'anna', 'phone-1')
    await expect.poll(() => tracker.ping('phone-1', before)).toBe(false)
    expect(await tracker.ping('phone-1', after)).toBe(false)
  })

  test('without a grace period ends with the rotation', async () => {
    const world = await openPlatform({ rotateGraceMs: 0 })
    const before = await keyOf(world, 'anna', 'phone-1')
    const after = await rotate(world, 'anna', 'phone-1')
    await expect.poll(() => world.tracker.ping('phone-1', before)).toBe(false)
    expect(await world.tracker.ping('phone-1', after)).toBe(true)
  })
})

describe('a tracker', () => {
  test('that starts while accounts is unavailable works without it, logs that once, and catches up', async () => {
    const world = await openWorld()
    const accounts = listen((request) => world.app.fetch(request, {}))
    const stolen = await keyOf(world, 'anna', 'phone-1')
    await revoke(world, 'anna', 'phone-1')
    await accounts.leave()
    const tracker = await openTracker(world, accounts.url)
    expect(await tracker.ping('phone-1', stolen)).toBe(true)
    expect(tracker.lines).toEqual(['cannot refresh the list, using known items'])
    accounts.comeBack()
    await expect.poll(() => tracker.ping('phone-1', stolen)).toBe(false)
    await expect.poll(() => tracker.lines.slice(1)).toEqual(['the list is refreshed again'])
  })

  test('does not wait for a silent accounts station when it starts or stops', async () => {
    const world = await openWorld()
    const accounts = listen(() => new Promise<Response>(() => undefined))
    const tracker = await openTracker(world, accounts.url)
    expect(await tracker.ping('phone-1', await keyOf(world, 'anna', 'phone-1'))).toBe(true)
  })

  test('uses its last list while accounts fails, and logs that once', async () => {
    const world = await openWorld()
    let isWell = true
    let refused = 0
    const accounts = listen((request) => {
      if (isWell) return world.app.fetch(request, {})
      refused += 1
      return refused % 2 === 0 ? Response.json({ items: 'none' }) : new Response(null, { status: 503 })
    })
    const tracker = await openTracker(world, accounts.url)
    const stolen = await keyOf(world, 'anna', 'phone-1')
    const good = await keyOf(world, 'anna', 'phone-2')
    await revoke(world, 'anna', 'phone-1')
    await expect.poll(() => tracker.ping('phone-1', stolen)).toBe(false)
    isWell = false
    await expect.poll(() => refused).toBeGreaterThan(5)
    expect(await tracker.ping('phone-1', stolen)).toBe(false)
    expect(await tracker.ping('phone-2', good)).toBe(true)
    expect(tracker.lines).toEqual(['cannot refresh the list, using known items'])
    isWell = true
    await revoke(world, 'anna', 'phone-2')
    await expect.poll(() => tracker.ping('phone-2', good)).toBe(false)
  })

  test('reads a list of several pages to its end before it starts', async () => {
    const world = await openWorld()
    const ids = Array.from({ length: 1_500 }, (_, place) => `phone-${place}`)
    await Promise.all(ids.map((id) => world.devices.register({ id, person: 'anna', created: 1, keyId: id })))
    const keys = [await keyOf(world, 'anna', 'phone-0'), await keyOf(world, 'anna', 'phone-1499')]
    await Promise.all(ids.map((id) => world.devices.revoke({ id }, 1)))
    const accounts = listen((request) => world.app.fetch(request, {}))
    const tracker = await openTracker(world, accounts.url, NEVER_MS)
    expect(await tracker.ping('phone-0', keys[0] ?? '')).toBe(false)
    expect(await tracker.ping('phone-1499', keys[1] ?? '')).toBe(false)
  })
})
