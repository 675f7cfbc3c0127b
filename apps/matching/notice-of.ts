import type { PushEvent } from '#lib/events/event.ts'
import { serviceSource } from '#lib/events/event.ts'
import { pairKey, type MatchNotice, type NoticeType } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { MatchDraft } from '#lib/store/matches.ts'

/** The event about a match. It is stored with the match, and is published again with the same id after a crash. */
export function noticeOf(type: NoticeType, match: MatchDraft, nowMs: number, validUntil?: number): PushEvent {
  const { id, search, offer, sides, distanceClass, cause } = match
  const params: MatchNotice = {
    match: { id, search, offer },
    sides,
    distanceClass,
    ...(validUntil !== undefined && { validUntil }),
    cause,
  }
  return {
    specversion: '1.0',
    id: newId(),
    source: serviceSource('matching'),
    type,
    subject: pairKey(search, offer),
    time: new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    traceparent: cause.traceparent,
    data: { params, meta: { receivedAt: nowMs, protocol: 'notice', pod: 'matching' } },
  }
}
