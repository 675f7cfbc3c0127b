import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import { createRightOfWay } from '#lib/loop/right-of-way.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openStoreProbe,
  openSubjectIndex,
  openSweepStore,
} from '#lib/store/open.ts'
import { createMatching } from './app.ts'
import { matchingConsumer } from './consumer.ts'
import { openCouriers } from './open-couriers.ts'
import { matchingSettings } from './settings.ts'

/** apps/matching: turns moves and changes into matches and notices. */
export const matching = defineStation({
  name: 'matching',
  port: settings.MATCHING_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    accountsUrl: settings.ACCOUNTS_URL,
    positionValidSeconds: settings.POSITION_VALID_SECONDS,
    ringAccuracyPercent: matchingSettings.settings.RING_ACCURACY_PERCENT,
    pairsMax: matchingSettings.settings.PAIRS_MAX,
    erasedRefreshSeconds: settings.ERASED_REFRESH_SECONDS,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics, tracer }) {
    const { busUrl, storeUrl, keysPath, adminPassword, pairsMax } = config
    const keys = await openKeyRing(keysPath, log)
    const positionValidMs = config.positionValidSeconds * 1_000
    const accuracyShareMax = config.ringAccuracyPercent / 100
    const subjects = await openSubjectIndex(storeUrl, { positionValidMs })
    const positions = await openPositionStore(storeUrl)
    const matches = await openMatchStore(storeUrl)
    const blocks = await openBlockStore(storeUrl)
    const queue = await openCandidateQueue(storeUrl)
    const owners = await openOwnerQueue(storeUrl)
    const way = createRightOfWay()
    const sweeps = await openSweepStore(storeUrl)
    const probe = await openStoreProbe(storeUrl)
    const bus = await openBusWriter(busUrl, log)
    const ports = { subjects, positions, matches, blocks, queue, accuracyShareMax, pairsMax }
    const couriers = openCouriers({
      ...ports,
      owners,
      way,
      positionValidMs,
      sweeps,
      bus,
      tracer,
      log,
      metrics,
    })
    const erased = await followErased({
      service: openServiceClient({
        keys,
        service: 'matching',
        audience: 'accounts',
        url: config.accountsUrl,
      }),
      refreshMs: config.erasedRefreshSeconds * 1_000,
      station: 'matching',
      log,
      metrics,
    })
    const ended = await followEndedSessions({
      keys,
      station: 'matching',
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createMatching({
      matches,
      blocks,
      queue,
      owners,
      positions,
      subjects,
      positionValidMs,
      accuracyShareMax,
      pairsMax,
      endings: couriers.endings,
      notices: couriers.notices,
      identifier: {
        keys,
        audience: 'matching',
        adminPassword,
        isErased: (person) => erased.isErased(person),
        isEnded: (claims) => ended.isEnded(claims),
      },
      front,
      log,
      metrics,
    })
    const consumer = await openConsumer(matchingConsumer, {
      busUrl,
      ports: { ...ports, way, erased, courier: couriers.notices, metrics, tracer },
      log,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await bus.check()
        await consumer.check()
        await probe.check()
      },
      async stop() {
        await consumer.close()
        await Promise.all([erased.stop(), ended.stop()])
        await couriers.stop()
        await bus.close()
        await Promise.all([
          subjects.close(),
          positions.close(),
          matches.close(),
          blocks.close(),
          queue.close(),
          owners.close(),
          sweeps.close(),
          probe.close(),
        ])
      },
    }
  },
})

if (import.meta.main) await runMain(matching)
