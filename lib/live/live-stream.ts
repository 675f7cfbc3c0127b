import { eventStream, lastEventId } from '#lib/http/event-stream.ts'
import type { LiveChanges } from '#lib/live/open-live-changes.ts'

const FRAME_MS = 100

/** The answer to a person who follows their changes: server-sent events, which `Last-Event-ID` continues. */
export function liveStream(live: Pick<LiveChanges, 'follow'>, person: string, request: Request): Response {
  const follower = live.follow(person, positionOf(lastEventId(request.headers)))
  return eventStream({
    signal: request.signal,
    everyMs: FRAME_MS,
    next: () => follower.next(),
    onEnd: () => follower.end(),
  })
}

/** The position that a client names; undefined for what we never sent. */
function positionOf(id: string | undefined): number | undefined {
  return id !== undefined && /^\d{1,15}$/u.test(id) ? Number(id) : undefined
}
