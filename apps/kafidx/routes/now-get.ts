import { z } from '@hono/zod-openapi'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import type { LiveFrame } from '#lib/service-client/live-frame.ts'
import { matchListSchema } from '#lib/service-client/match-list.ts'
import type { KafidxPorts } from '../options.ts'

const MATCHES_MAX = 9

const recentMatches = z.object({ items: matchListSchema })

/** `GET /kafidx/now`: one frame with what happened lately, for a page that is read before its script runs. */
export const nowGet = definePlainRoute({
  path: '/kafidx/now',
  access: ['service', 'operate', 'admin'],
  summary: 'What happened lately, as one frame of /kafidx/live',
  handle: ({ tail, matching, log, veil }: Pick<KafidxPorts, 'tail' | 'matching' | 'log' | 'veil'>) => {
    return async (c) => {
      const frame: LiveFrame = {
        at: Date.now(),
        rates: tail.rates(),
        totals: tail.totals(),
        events: tail
          .recent()
          .filter(({ record }) => record.topic === EVENTS.name)
          .map(({ event }) => veil(event)),
        matches: await readMatches(),
      }
      return c.json(frame, 200)
    }

    /** Without matching the frame has no matches: the rest of it is still true. */
    async function readMatches(): Promise<LiveFrame['matches']> {
      try {
        const response = await matching.call(`/matching/recent?limit=${MATCHES_MAX}`)
        return response.ok ? recentMatches.parse(await response.json()).items : []
      } catch (error) {
        log.debug('cannot read matches', { error })
        return []
      }
    }
  },
})
