import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { counterSchema } from '#lib/service-client/counter.ts'
import type { StatisticsOptions } from '../options.ts'

const HOUR_MS = 3_600_000

const route = createRoute({
  method: 'get',
  path: '/statistics/{counter}',
  summary: 'What a counter counted, minute by minute, oldest first; without "since" the last hour',
  request: {
    params: z.object({ counter: z.string() }),
    query: z.object({ since: z.iso.datetime({ offset: true, error: 'must be RFC 3339 text' }).optional() }),
  },
  responses: { 200: json(counterSchema, 'The counts'), ...problemResponses },
})

/** `GET /statistics/{counter}`. */
export function getCounter(app: App, { counters, store }: StatisticsOptions): void {
  app.openapi(route, async (c) => {
    const { counter: name } = c.req.valid('param')
    if (!counters.some((counter) => counter.name === name)) throw notFound('counter')
    const { since } = c.req.valid('query')
    const counts = await store.series(name, since === undefined ? Date.now() - HOUR_MS : Date.parse(since))
    const shown = counts.map(({ minute, key, count }) => ({
      minute: new Date(minute).toISOString(),
      key,
      count,
    }))
    return c.json({ counter: name, counts: shown }, 200)
  })
}
