import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { KafidxOptions } from '../options.ts'
import { showRow, type ShownRow } from '../show-row.ts'

const FRAME_MS = 100
const ROWS_MAX = 50
const TYPE_LENGTH_MAX = 64

/** `GET /kafidx/tail`. */
export const tailGet = defineRoute({
  method: 'get',
  path: '/kafidx/tail',
  access: ['operate', 'admin'],
  summary: 'New records of the bus, as server-sent events: {rows, counts, dropped} every 100 ms',
  request: {
    query: z.object({
      type: z
        .string()
        .max(TYPE_LENGTH_MAX, { error: `must be at most ${TYPE_LENGTH_MAX} characters` })
        .optional(),
      max: pageLimit(ROWS_MAX, ROWS_MAX),
    }),
  },
  answers: {
    200: { description: 'Frames', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemResponses,
  },
  handle:
    ({ tail }: Pick<KafidxOptions, 'tail'>) =>
    (c) => {
      const { type, max } = c.req.valid('query')
      let rows: ShownRow[] = []
      // A Map, because a type may have the name of an object property such as "constructor".
      const counts = new Map<string, number>()
      let dropped = 0
      const unfollow = tail.follow((row) => {
        if (type !== undefined && type !== '' && row.event.type !== type) return
        counts.set(row.event.type, (counts.get(row.event.type) ?? 0) + 1)
        rows.push(showRow(row))
        if (rows.length > max) {
          rows.shift()
          dropped += 1
        }
      })
      return eventStream({
        signal: c.req.raw.signal,
        everyMs: FRAME_MS,
        next() {
          if (rows.length === 0) return undefined
          const frame = { rows, counts: Object.fromEntries(counts), ...(dropped > 0 && { dropped }) }
          rows = []
          counts.clear()
          dropped = 0
          return frame
        },
        onEnd: unfollow,
      })
    },
})
