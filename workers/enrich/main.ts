import { hostname } from 'node:os'
import { settings } from '#lib/config/settings.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { openCityFinder } from '#lib/geoip/open-city-finder.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openStreamReader, WORKERS_GROUP } from '#lib/stream-log/open.ts'
import { openDrain } from './open-drain.ts'
import { createEnrichMetrics } from './enrich-metrics.ts'
import { relay } from './relay.ts'
import { openSteps } from './steps/all-steps.ts'
import { createStepFailureReporter } from './create-step-failure-reporter.ts'
import { enrichSettings } from './settings.ts'

const { settings: own } = enrichSettings

const SECOND_MS = 1_000

// Each has its own connection to the bus, because a writer sends batches in sequence.
const BATCHES_IN_HAND = 4

/** workers/enrich: drains every stream into the bus. */
export const enrich = defineStation({
  name: 'enrich',
  port: settings.ENRICH_PORT,
  spec: {
    streamUrls: settings.STREAM_URLS,
    busUrl: settings.BUS_URL,
    isStrict: settings.STRICT_DURABILITY,
    geoipPath: own.GEOIP_PATH,
    batchMax: own.ENRICH_BATCH_MAX,
    reclaimIdleSeconds: own.RECLAIM_IDLE_SECONDS,
    dedupWindowSeconds: own.DEDUP_WINDOW_SECONDS,
    retentionSeconds: own.STREAM_RETENTION_SECONDS,
  },
  async open(config, { log, metrics, tracer }) {
    const cities = await openCityFinder(config.geoipPath)
    const buses = await Promise.all(
      Array.from({ length: BATCHES_IN_HAND }, () => openBusWriter(config.busUrl, log)),
    )
    const steps = openSteps({ cities, now: Date.now })
    const consumer = `${hostname()}-${process.pid}`
    const streams = await Promise.all(
      config.streamUrls.map((url) =>
        openStreamReader(url, { group: WORKERS_GROUP, consumer }, { log, isStrict: config.isStrict }),
      ),
    )
    const dedupWindowMs = config.dedupWindowSeconds * SECOND_MS
    const onDone = createEnrichMetrics({ metrics, streams, cities })
    const onStepFailed = createStepFailureReporter({ metrics, log, now: () => performance.now() })
    const drains = streams.map((stream) =>
      openDrain({
        stream,
        relays: buses.map(
          (bus) => (entries) =>
            relay(entries, { stream, bus, steps, dedupWindowMs, onStepFailed, onDone, tracer }),
        ),
        batchMax: config.batchMax,
        reclaimIdleMs: config.reclaimIdleSeconds * SECOND_MS,
        retentionMs: config.retentionSeconds * SECOND_MS,
        log,
      }),
    )
    return {
      async check() {
        await Promise.all(buses.map((bus) => bus.check()))
        const trouble = drains.map((one) => one.trouble()).find((reason) => reason !== undefined)
        if (trouble !== undefined)
          throw new UnavailableError(`Cannot drain the stream: ${messageOf(trouble)}`, { cause: trouble })
      },
      async stop() {
        await Promise.all(drains.map((one) => one.stop()))
        await Promise.all(streams.map((stream) => stream.close()))
        await Promise.all(buses.map((bus) => bus.close()))
      },
    }
  },
})

if (import.meta.main) await runMain(enrich)
