import type { PushEvent } from '#lib/events/event.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'

/** A valid notice of a match between a search that moves and a fixed offer. */
export function aNotice(over: Partial<MatchNotice> = {}): MatchNotice {
  const match = over.match ?? { id: newId(), search: newId(), offer: newId() }
  return {
    match,
    sides: [
      { person: 'seeker', subject: match.search, title: 'Bike', mobile: true },
      { person: 'giver', subject: match.offer, title: 'Old bike', mobile: false },
    ],
    distanceClass: '<1',
    cause: { source: '/tracker/test', id: newId(), time: 1_760_000_000_000 },
    ...over,
  }
}

/** A valid event that carries a notice. */
export function aNoticeEvent(notice: MatchNotice = aNotice()): PushEvent {
  return {
    specversion: '1.0',
    id: newId(),
    source: '/service/matching',
    type: 'match.found',
    subject: `${notice.match.search}:${notice.match.offer}`,
    time: '2025-10-09T08:53:20.000Z',
    datacontenttype: 'application/json',
    data: {
      params: { ...notice },
      meta: { receivedAt: 1_760_000_000_000, protocol: 'service', pod: 'test' },
    },
  }
}
