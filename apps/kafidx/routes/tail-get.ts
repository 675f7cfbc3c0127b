import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { pageLimit, problemResponses, serverSentEvents } from '#lib/http/wire-schemas.ts'
import type { KafidxOptions } from '../options.ts'
import type { TailRow } from '../open-tail.ts'
import { showRow } from '../show-row.ts'

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
      // The first frame begins with the last records: a page misses none between its HTML and this stream, or two streams.
      recent: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
    }),
  },
  answers: {
    200: serverSentEvents('Frames'),
    ...problemResponses,
  },
  handle:
    ({ tail }: Pick<KafidxOptions, 'tail'>) =>
    (c) => {
      const { type, max, recent } = c.req.valid('query')
      const isWanted = ({ event }: TailRow) => type === undefined || type === '' || event.type === type
      let rows = recent === 'true' ? tail.recent().filter(isWanted).slice(-max).map(showRow) : []
      // A Map, because a type may have the name of an object property such as "constructor".
      const counts = new Map<string, number>()
      let dropped = 0
      const unfollow = tail.follow((row) => {
        if (!isWanted(row)) return
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
          return { data: frame }
        },
        onEnd: unfollow,
      })
    },
})
