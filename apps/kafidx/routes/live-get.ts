import { EVENTS } from '#lib/event-bus/topics.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import type { KafidxPorts } from '../options.ts'
import { openMatchWatch } from '../open-match-watch.ts'
import type { VeiledEvent } from '../open-veil.ts'

const FRAME_MS = 500
const EVENTS_MAX = 40

/** `GET /kafidx/live`: the data of the front page, as server-sent events twice a second; with pseudonyms and snapped positions. */
export const liveGet = definePlainRoute({
  path: '/kafidx/live',
  access: ['service', 'operate', 'admin'],
  summary: 'The data of the front page, as server-sent events',
  handle: ({ tail, matching, log, veil }: Pick<KafidxPorts, 'tail' | 'matching' | 'log' | 'veil'>) => {
    const matches = openMatchWatch(matching, log)
    return (c) => {
      let events: VeiledEvent[] = []
      const unfollow = tail.follow(({ record, event }) => {
        if (record.topic !== EVENTS.name) return
        events.push(veil(event))
        if (events.length > EVENTS_MAX) events.shift()
      })
      const watch = matches.watch()
      return eventStream({
        signal: c.req.raw.signal,
        everyMs: FRAME_MS,
        next() {
          const frame = {
            at: Date.now(),
            rates: tail.rates(),
            totals: tail.totals(),
            events,
            matches: watch.news(),
          }
          events = []
          return { data: frame }
        },
        onEnd() {
          unfollow()
          watch.end()
        },
      })
    }
  },
})
