import { createHash } from 'node:crypto'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Locale, Mapping } from '#lib/store/mappings.ts'
import type { PushMessage } from '#lib/pusher/pusher.ts'
import type { DistanceClass } from '#lib/matching/distance-class.ts'
import { cutText } from '#lib/text/cut-text.ts'

const DAY_SECONDS = 86_400
const COLLAPSE_ID_LENGTH = 22
const TITLE_LENGTH_MAX = 100

interface Words {
  readonly searchTitle: (title: string) => string
  readonly offerTitle: (title: string) => string
  readonly searchBody: string
  readonly offerBody: string
  readonly away: (distance: DistanceClass) => string
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    searchTitle: (title) => `Found near you: ${title}`,
    offerTitle: (title) => `Wanted near you: ${title}`,
    searchBody: 'Someone near you offers what you are looking for',
    offerBody: 'Someone near you is looking for what you offer',
    away: (distance) => `${distance} km away`,
  },
  de: {
    searchTitle: (title) => `In deiner Nähe gefunden: ${title}`,
    offerTitle: (title) => `In deiner Nähe gesucht: ${title}`,
    searchBody: 'Jemand in deiner Nähe bietet, was du suchst',
    offerBody: 'Jemand in deiner Nähe sucht, was du bietest',
    away: (distance) => `${distance} km entfernt`,
  },
}

/** The push message of a delivery: in the language of the device, with a distance class and a link to the match. */
export function composeMessage(
  delivery: Delivery,
  mapping: Mapping,
  publicUrl: string,
  nowMs: number,
): PushMessage {
  const { notice, side, pair, id } = delivery
  const { search, offer, id: match } = notice.match
  const own = notice.sides[side]
  const isSearcher = own?.subject === search
  const words = WORDS[mapping.locale]
  const title = cutText(own?.title ?? '', TITLE_LENGTH_MAX)
  const validSeconds =
    notice.validUntil === undefined ? DAY_SECONDS : Math.ceil((notice.validUntil - nowMs) / 1_000)
  return {
    idempotencyKey: id,
    subscription: mapping.subscription,
    secret: mapping.secret,
    language: mapping.locale,
    title: isSearcher ? words.searchTitle(title) : words.offerTitle(title),
    body: `${isSearcher ? words.searchBody : words.offerBody} (${words.away(notice.distanceClass)})`,
    appUrl: isSearcher
      ? `pushtech://search/${search}/${offer}/matched`
      : `pushtech://offer/${offer}/${search}/matched`,
    webUrl: new URL(`/matches/${match}`, publicUrl).href,
    data: { type: 'match', match, sid: search, oid: offer, sent_at: nowMs },
    collapseId: createHash('sha256').update(pair).digest('base64url').slice(0, COLLAPSE_ID_LENGTH),
    threadId: own?.subject ?? match,
    ttlSeconds: Math.max(0, Math.min(DAY_SECONDS, validSeconds)),
    isUrgent: notice.sides.some(({ mobile }) => mobile),
  }
}
