import { messageOf } from '#lib/errors/message-of.ts'
import { counterSchema } from '#lib/service-client/counter.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

const MINUTE_MS = 60_000

/** How often a type of event was counted. */
export interface Total {
  readonly key: string
  readonly lastMinute: number
  readonly lastHour: number
}

/** The counts of workers/statistics in the last hour, highest first; or the reason why there are none, in English. */
export async function readTotals(statistics: ServiceClient): Promise<readonly Total[] | string> {
  try {
    const response = await statistics.call('/statistics/event-counter')
    if (!response.ok) return `workers/statistics answered ${response.status}`
    const { counts } = counterSchema.parse(await response.json())
    const lastFull = new Date((Math.floor(Date.now() / MINUTE_MS) - 1) * MINUTE_MS).toISOString()
    const sum = (key: string, minute?: string) =>
      counts
        .filter((one) => one.key === key && (minute === undefined || one.minute === minute))
        .reduce((total, { count }) => total + count, 0)
    return [...new Set(counts.map(({ key }) => key))]
      .map((key) => ({ key, lastMinute: sum(key, lastFull), lastHour: sum(key) }))
      .sort((a, b) => b.lastHour - a.lastHour)
  } catch (error) {
    return messageOf(error)
  }
}
