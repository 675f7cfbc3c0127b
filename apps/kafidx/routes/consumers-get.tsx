/** @jsxImportSource hono/jsx */
import { messageOf } from '#lib/errors/message-of.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { counterSchema } from '#lib/service-client/counter.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { KafidxOptions } from '../options.ts'
import { Layout } from '../pages/layout.tsx'

const MINUTE_MS = 60_000

interface Total {
  readonly key: string
  readonly lastMinute: number
  readonly lastHour: number
}

/** `GET /consumers`: the counts of workers/statistics in the last hour. */
export const consumersGet = definePlainRoute({
  path: '/consumers',
  access: ['operate', 'admin'],
  summary: 'The counters as a page',
  handle:
    ({ statistics }: Pick<KafidxOptions, 'statistics'>) =>
    async () => {
      const totals = await askTotals(statistics)
      return htmlPage(
        <Layout title="Counters">
          <h1>Counters</h1>
          {typeof totals === 'string' ? (
            <p role="alert">The counters are not available now: {totals}</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th>Event</th>
                  <th>Last full minute</th>
                  <th>Last hour</th>
                </tr>
              </thead>
              <tbody>
                {totals.map(({ key, lastMinute, lastHour }) => (
                  <tr>
                    <td>{key}</td>
                    <td class="number">{lastMinute}</td>
                    <td class="number">{lastHour}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Layout>,
      )
    },
})

async function askTotals(statistics: ServiceClient): Promise<Total[] | string> {
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
