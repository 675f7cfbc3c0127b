import { hostname } from 'node:os'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'
import { createTracker } from './app.ts'
import { openKeeper } from './keep/open-keeper.ts'
import { followRevocations } from './follow-revocations.ts'
import { createDeviceProver } from './create-device-prover.ts'
import { createCallTracer } from './create-call-tracer.ts'
import { createWriteKeyCheck } from './write-keys/create-write-key-check.ts'
import { followWriteKeys } from './write-keys/follow-write-keys.ts'
import { trackerSettings } from './settings.ts'

const { settings: own } = trackerSettings

/** edge/tracker: accepts tracking calls in all forms. */
export const tracker = defineStation({
  name: 'tracker',
  port: settings.TRACKER_PORT,
  spec: {
    streamUrls: settings.STREAM_URLS,
    isStrict: settings.STRICT_DURABILITY,
    streamAnswerMs: own.STREAM_ANSWER_MS,
    highWaterPercent: own.STREAM_HIGH_WATER_PERCENT,
    spoolPath: settings.SPOOL_PATH,
    spoolBytesMax: own.SPOOL_BYTES_MAX,
    keysPath: settings.AUTH_KEYS_PATH,
    accountsUrl: settings.ACCOUNTS_URL,
    revokedRefreshSeconds: own.REVOKED_REFRESH_SECONDS,
    writeKeys: own.WRITE_KEYS,
    name: own.TRACKER_NAME,
    trackPaths: own.TRACK_PATHS,
    eventBytesMax: own.EVENT_BYTES_MAX,
    batchEventsMax: own.BATCH_EVENTS_MAX,
    batchBytesMax: own.BATCH_BYTES_MAX,
    queryBytesMax: own.QUERY_BYTES_MAX,
    jsonDepthMax: own.JSON_DEPTH_MAX,
    batchUnpackedBytesMax: own.BATCH_UNPACKED_BYTES_MAX,
    phoneEventsMax: own.PHONE_EVENTS_MAX,
    phoneBytesMax: own.PHONE_BYTES_MAX,
    unpackRatioMax: own.UNPACK_RATIO_MAX,
    bodyGapSecondsMax: settings.BODY_GAP_SECONDS_MAX,
    bodySecondsMax: own.BODY_SECONDS_MAX,
    requestsInFlightMax: own.REQUESTS_IN_FLIGHT_MAX,
    deviceEventsPerSecond: own.DEVICE_EVENTS_PER_SECOND,
    deviceEventsBurst: own.DEVICE_EVENTS_BURST,
    ipEventsPerSecond: own.IP_EVENTS_PER_SECOND,
    ipPolicy: own.IP_POLICY,
    trustedHops: settings.TRUSTED_HOPS,
    trustedPeers: own.TRUSTED_PEERS,
    privacyPolicy: own.PRIVACY_POLICY,
    sampleRatio: own.TRACE_SAMPLE_RATIO,
    tracedEventsPerSecondMax: own.TRACED_EVENTS_PER_SECOND_MAX,
  },
  async open(config, { log, metrics, tracer }) {
    const { spoolPath, spoolBytesMax, highWaterPercent } = config
    const [streamUrl] = config.streamUrls
    if (streamUrl === undefined || config.streamUrls.length > 1) {
      throw new StartError(
        'Cannot start the tracker: STREAM_URLS names several streams',
        'Give each tracker only the stream of its region; only workers read several.',
      )
    }
    const keys = await openKeyRing(config.keysPath, log)
    const stream = await openStreamWriter(streamUrl, {
      log,
      isStrict: config.isStrict,
      answerMs: config.streamAnswerMs,
    })
    const keeper = await openKeeper({
      stream,
      spoolPath,
      spoolBytesMax,
      highWaterPercent,
      log,
      metrics,
    })
    const following = {
      accounts: openServiceClient({
        keys,
        service: 'tracker',
        audience: 'accounts',
        url: config.accountsUrl,
      }),
      refreshMs: config.revokedRefreshSeconds * 1_000,
      log,
      metrics,
    }
    const [revocations, keysOfApps] = await Promise.all([
      followRevocations(following),
      config.writeKeys === 'off' ? undefined : followWriteKeys(following),
    ])
    const isRequired = config.writeKeys === 'required'
    const writeKeys = keysOfApps && createWriteKeyCheck({ isRequired, keys: keysOfApps, metrics })
    const app = createTracker({
      keeper,
      identifier: { keys, audience: 'tracker', adminPassword: '' },
      proveDevice: createDeviceProver(keys, (keyId) => revocations.isRevoked(keyId)),
      writeKeys,
      name: config.name,
      trackPaths: config.trackPaths,
      pod: `${hostname()}-${process.pid}`,
      limits: {
        eventBytesMax: config.eventBytesMax,
        batchEventsMax: config.batchEventsMax,
        batchBytesMax: config.batchBytesMax,
        queryBytesMax: config.queryBytesMax,
        jsonDepthMax: config.jsonDepthMax,
        batchUnpackedBytesMax: config.batchUnpackedBytesMax,
        phoneEventsMax: config.phoneEventsMax,
        phoneBytesMax: config.phoneBytesMax,
        unpackRatioMax: config.unpackRatioMax,
        bodyGapSecondsMax: config.bodyGapSecondsMax,
        bodySecondsMax: config.bodySecondsMax,
        requestsInFlightMax: config.requestsInFlightMax,
        deviceEventsPerSecond: config.deviceEventsPerSecond,
        deviceEventsBurst: config.deviceEventsBurst,
        ipEventsPerSecond: config.ipEventsPerSecond,
      },
      ipPolicy: config.ipPolicy,
      trustedHops: config.trustedHops,
      trustedPeers: config.trustedPeers,
      privacyPolicy: config.privacyPolicy,
      log,
      metrics,
      traces:
        tracer &&
        createCallTracer(tracer, {
          sampleRatio: config.sampleRatio,
          eventsPerSecondMax: config.tracedEventsPerSecondMax,
        }),
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        writeKeys?.checkReady()
        await keeper.check()
      },
      async stop() {
        await Promise.all([revocations.stop(), keysOfApps?.stop()])
        await keeper.stop()
        await stream.close()
      },
    }
  },
})

if (import.meta.main) await runMain(tracker)
