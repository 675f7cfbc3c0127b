import { expect, onTestFinished } from 'vitest'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { writeKeySchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { LIMITS, openTrackerWorld } from '../../../edge/tracker/open-tracker-world.fixture.ts'
import type { TrackerLimits } from '../../../edge/tracker/options.ts'
import { createWriteKeyCheck } from '../../../edge/tracker/write-keys/create-write-key-check.ts'
import { followWriteKeys } from '../../../edge/tracker/write-keys/follow-write-keys.ts'
import { listen } from '../listen.fixture.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const REFRESH_MS = 5
/** A well-formed key that does not exist. */
export const UNKNOWN = `wk_${'x'.repeat(32)}`

/** Opens a tracker that reads write keys from the accounts station at a URL. */
export async function openTracker(
  { keys }: World,
  accountsUrl: string,
  { isRequired = false, limits = LIMITS },
) {
  const accounts = openServiceClient({ keys, service: 'tracker', audience: 'accounts', url: accountsUrl })
  const metrics = openMetrics()
  const following = { accounts, refreshMs: REFRESH_MS, log: quietLog, metrics }
  const writeKeys = await followWriteKeys(following)
  const check = createWriteKeyCheck({ isRequired, keys: writeKeys, metrics })
  const trackers = await openTrackerWorld(keys)
  const app = trackers.tracker({ writeKeys: check, limits, metrics })
  onTestFinished(async () => {
    await writeKeys.stop()
    await trackers.close()
  })
  return {
    call: async (path: string, init: RequestInit = {}) => app.request(path, init, {}),
    kept: () => trackers.kept(),
    entries: () => trackers.entries(),
    isReady: () => check.checkReady(),
    metrics,
  }
}

/** An accounts station, and a tracker that follows its write keys. */
export async function openPlatform(options: { isRequired?: boolean; limits?: TrackerLimits } = {}) {
  const world = await openWorld()
  const accounts = listen((request) => world.app.fetch(request, {}))
  const tracker = await openTracker(world, accounts.url, options)

  /** Creates a key; when this resolves, the tracker knows it. */
  async function makeKey(limits: object = {}): Promise<ShownWriteKey> {
    const made = await world.call('POST /accounts/write-keys', {
      as: 'admin',
      json: { name: 'Shop', ratePerSecond: 1_000_000, ...limits },
    })
    const key = writeKeySchema.parse(await made.json())
    const preflight = () => tracker.call(`/v1/events?k=${key.key}`, { method: 'OPTIONS' })
    await expect.poll(async () => (await preflight()).status).toBe(204)
    return key
  }
  return { ...world, accounts, tracker, makeKey }
}

/** A POST of a JSON value. */
export const json = (value: unknown) => ({ method: 'POST', body: JSON.stringify(value) })
/** The header for Basic credentials. */
export const basic = (credentials: string) => ({ authorization: `Basic ${btoa(credentials)}` })
/** A POST of `count` events. */
export const batchOf = (count: number, more: object = {}) =>
  json({ batch: Array.from({ length: count }, () => ({ type: 'w' })), ...more })
