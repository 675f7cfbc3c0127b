import { EVENTS } from '#lib/event-bus/topics.ts'
import type { App } from '#lib/http/create-app.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import type { KafidxOptions } from '../options.ts'
import { openMatchWatch } from '../open-match-watch.ts'
import { openVeil } from '../open-veil.ts'

const FRAME_MS = 500
const EVENTS_MAX = 40

/** `GET /kafidx/live`: what the front page shows, as server-sent events twice a second; devices renamed, places blurred. */
export function getLive(app: App, { tail, matching, log }: KafidxOptions): void {
  const veil = openVeil()
  const matches = openMatchWatch(matching, log)
  app.get('/kafidx/live', (c) => {
    let events: ReturnType<typeof veil>[] = []
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
        return frame
      },
      onEnd() {
        unfollow()
        watch.end()
      },
    })
  })
}
