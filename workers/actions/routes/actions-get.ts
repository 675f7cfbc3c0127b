import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { ActionsOptions } from '../options.ts'

const outcomes = z.object({ done: z.int(), passed: z.int(), refused: z.int() })

const answer = z
  .object({
    group: z.string(),
    lag: z.int().openapi({ description: 'Records on the bus that are not handled yet' }),
    handled: z.record(z.string(), outcomes).openapi({ description: 'Since the start of this process' }),
  })
  .openapi('Actions')

/** `GET /actions`. */
export const actionsGet = defineRoute({
  method: 'get',
  path: '/actions',
  access: ['operate', 'admin'],
  summary: 'The lag of the actions, and their outcomes',
  answers: { 200: json(answer, 'Now'), ...problemResponses },
  handle:
    ({ consumer, tally }: Pick<ActionsOptions, 'consumer' | 'tally'>) =>
    async (c) => {
      const partitions = await consumer.lag()
      const lag = partitions.reduce((sum, partition) => sum + partition.lag, 0)
      return c.json({ group: consumer.group, lag, handled: tally.counts() }, 200)
    },
})
