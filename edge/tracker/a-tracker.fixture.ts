import type { Hono } from 'hono'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { createTracker } from './app.ts'
import { streamKeeper } from './keep/event-keeper.ts'
import type { TrackerOptions } from './options.ts'
import { createDeviceProver } from './create-device-prover.ts'

/** The default limits of an installation. */
export const LIMITS = {
  eventBytesMax: 32_768,
  batchEventsMax: 1_000,
  batchBytesMax: 1_048_576,
  queryBytesMax: 8_192,
  jsonDepthMax: 16,
  batchUnpackedBytesMax: 4_194_304,
  phoneEventsMax: 5_000,
  phoneBytesMax: 4_194_304,
  unpackRatioMax: 20,
  bodyGapSecondsMax: 5,
  bodySecondsMax: 60,
  requestsInFlightMax: 1_024,
  deviceEventsPerSecond: 10,
  deviceEventsBurst: 100,
  ipEventsPerSecond: 2_000,
}

/** A tracker that keeps its events in a stream. `over` replaces any of its options. */
export function aTracker(
  { stream, keys }: { readonly stream: StreamWriter; readonly keys: KeyRing },
  over: Partial<TrackerOptions> = {},
): Hono<AppEnv> {
  return createTracker({
    keeper: streamKeeper(stream),
    identifier: { keys, audience: 'tracker', adminPassword: '' },
    proveDevice: createDeviceProver(keys, () => false),
    name: 'test',
    trackPaths: ['/t'],
    pod: 'test',
    limits: LIMITS,
    ipPolicy: 'truncate',
    trustedHops: 0,
    trustedPeers: [],
    privacyPolicy: 'anonymise',
    log: quietLog,
    metrics: openMetrics(),
    ...over,
  })
}
