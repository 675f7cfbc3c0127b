import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { counterSchema } from '#lib/service-client/counter.ts'
import type { StatisticsOptions } from '../options.ts'

const HOUR_MS = 3_600_000

/** `GET /statistics/{counter}`. */
export const counterGet = defineRoute({
  method: 'get',
  path: '/statistics/{counter}',
  access: ['service', 'operate', 'admin'],
  summary: 'The counts of a counter per minute, oldest first; without "since" those of the last hour',
  request: {
    params: z.object({ counter: z.string() }),
    query: z.object({ since: z.iso.datetime({ offset: true, error: 'must be RFC 3339 text' }).optional() }),
  },
  answers: { 200: json(counterSchema, 'The counts'), ...problemResponses },
  handle:
    ({ counters, store }: Pick<StatisticsOptions, 'counters' | 'store'>) =>
    async (c) => {
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
    },
})
