import { openBusReader } from '#lib/event-bus/open.ts'
import type { Platform } from './platform.ts'
import { readBus } from './read-bus.ts'
import { until } from './until.ts'

/** Resolves when everything that went in has come out: stream drained, groups without lag. */
export async function drainedBus(platform: Platform): Promise<void> {
  const marker = crypto.randomUUID()
  await fetch(`${platform.url}/t/w?wor=${marker}`)
  await until('the marker is on the bus', async () =>
    (await readBus(platform)).some(({ data }) => data.params['wor'] === marker),
  )
  for (const [group, topic] of [
    ['matching', 'push.events'],
    ['notifications', 'push.notices'],
  ] as const) {
    const reader = await openBusReader(platform.busUrl, { group, topics: [topic], from: 'earliest' })
    await until(`"${group}" has no lag`, async () => (await reader.lag()).every(({ lag }) => lag === 0))
    await reader.close()
  }
}
