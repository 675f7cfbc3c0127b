import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { newId } from '#lib/ids/new-id.ts'
import { counterSchema } from '#lib/service-client/counter.ts'
import { openCounterStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { allCounters } from './all-counters.ts'
import { createStatistics } from './app.ts'
import { createBatchCounter } from './create-batch-counter.ts'
import { eventCounter } from './event-counter.ts'

const DEVICES = 30
const EACH = 10

/** The parts of the station on a bus with records; each call of `count` is one more start of the station. */
async function aStation() {
  const folder = temporaryFolder()
  const [busUrl, storeUrl] = [`sqlite:${folder}/bus.db`, `sqlite:${folder}/store.db`]
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const bus = await openBusWriter(busUrl)
  const store = await openCounterStore(storeUrl)
  const common = { identifier: { keys, audience: 'statistics', adminPassword: '' }, log: quietLog }
  const app = createStatistics({ ...common, counters: allCounters, store, metrics: openMetrics() })
  onTestFinished(async () => {
    await Promise.all([bus.close(), store.close()])
  })

  const ask = async (path: string) => {
    const authorization = `Bearer ${await signServiceToken(keys, 'test', 'statistics')}`
    return app.request(path, { headers: { authorization } }, {})
  }
  return {
    ask,
    publish: async () => {
      const now = Date.now()
      const records = Array.from({ length: DEVICES * EACH }, (_, n) => ({
        key: `phone-${n % DEVICES}`,
        value: JSON.stringify({
          specversion: '1.0',
          id: newId(),
          source: '/tracker/local',
          type: n % 3 === 0 ? 'w' : 'geo',
          time: new Date(now).toISOString(),
          datacontenttype: 'application/json',
          data: { params: {}, meta: { receivedAt: now, protocol: 'get', pod: 'p' } },
        }),
        timestamp: now,
      }))
      await bus.publish(EVENTS.name, records)
    },
    /** Counts until all records are counted and committed; batches named by `isLost` fail between count and commit. */
    count: async (group: string, isLost: (batch: number) => boolean = () => false) => {
      const reader = await openBusReader(busUrl, {
        group,
        topics: [EVENTS.name],
        from: 'earliest',
        batchMax: 7,
      })
      const count = createBatchCounter(eventCounter, store)
      let batches = 0
      await reader.run(async (batch) => {
        await count(batch)
        if (isLost((batches += 1))) throw new Error('killed before the commit')
      })
      await expect.poll(async () => (await reader.lag()).every(({ lag }) => lag === 0)).toBe(true)
      await reader.close()
    },
    totals: async () => {
      const response = await ask('/statistics/event-counter')
      const totals: Record<string, number> = {}
      for (const { key, count } of counterSchema.parse(await response.json()).counts)
        totals[key] = (totals[key] ?? 0) + count
      return totals
    },
  }
}

test('counts are exact when batches are repeated after the count and before the commit', async () => {
  const { publish, count, totals } = await aStation()
  await publish()
  await count('statistics', (batch) => batch % 3 === 0)
  expect(await totals()).toEqual({ geo: 200, w: 100 })
})

test('counts are exact after a restart, and when all records are delivered again', async () => {
  const { publish, count, totals } = await aStation()
  await publish()
  await count('statistics')
  await publish()
  await count('statistics')
  await count('all-from-the-beginning')
  expect(await totals()).toEqual({ geo: 400, w: 200 })
})

test('gives the minutes since a time', async () => {
  const { ask, publish, count } = await aStation()
  await publish()
  await count('statistics')
  const since = encodeURIComponent(new Date(Date.now() + 120_000).toISOString())
  const response = await ask(`/statistics/event-counter?since=${since}`)
  expect(await response.json()).toEqual({ counter: 'event-counter', counts: [] })
})

test('404 for an unknown counter, 400 for an invalid time, which the answer names', async () => {
  const { ask } = await aStation()
  expect((await ask('/statistics/nothing')).status).toBe(404)
  const wrong = await ask('/statistics/event-counter?since=yesterday')
  expect([wrong.status, await wrong.json()]).toEqual([400, expect.objectContaining({ field: 'since' })])
})
