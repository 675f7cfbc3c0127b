import { createHash } from 'node:crypto'
import type { Delivery, DeliveryContent, DigestContent } from '#lib/store/deliveries.ts'
import type { Locale, Mapping } from '#lib/store/mappings.ts'
import type { PushMessage } from '#lib/pusher/pusher.ts'
import type { DistanceClass } from '#lib/matching/distance-class.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { validUntilOf } from './valid-until-of.ts'

const DAY_SECONDS = 86_400
const COLLAPSE_ID_LENGTH = 22
const TITLE_LENGTH_MAX = 100
const TEXT_LENGTH_MAX = 1_000

interface Words {
  readonly searchTitle: (title: string) => string
  readonly offerTitle: (title: string) => string
  readonly searchBody: string
  readonly offerBody: string
  readonly away: (distance: DistanceClass) => string
  readonly digestTitle: (matches: number) => string
  readonly digestLine: (matches: number, title: string) => string
  readonly messageTitle: string
  readonly messageBody: string
  readonly testTitle: string
  readonly testBody: string
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    searchTitle: (title) => `Found near you: ${title}`,
    offerTitle: (title) => `Wanted near you: ${title}`,
    searchBody: 'Someone near you offers what you are looking for',
    offerBody: 'Someone near you is looking for what you offer',
    away: (distance) => `${distance} km away`,
    digestTitle: (matches) => `${matches} near you`,
    digestLine: (matches, title) => `${matches} for ${title}`,
    messageTitle: 'New message',
    messageBody: 'Someone wrote to you about a match',
    testTitle: 'Test',
    testBody: 'This device rings',
  },
  de: {
    searchTitle: (title) => `In deiner Nähe gefunden: ${title}`,
    offerTitle: (title) => `In deiner Nähe gesucht: ${title}`,
    searchBody: 'Jemand in deiner Nähe bietet, was du suchst',
    offerBody: 'Jemand in deiner Nähe sucht, was du bietest',
    away: (distance) => `${distance} km entfernt`,
    digestTitle: (matches) => `${matches} in deiner Nähe`,
    digestLine: (matches, title) => `${matches} für ${title}`,
    messageTitle: 'Neue Nachricht',
    messageBody: 'Jemand hat dir zu einem Treffer geschrieben',
    testTitle: 'Test',
    testBody: 'Dieses Gerät klingelt',
  },
}

/** What depends on the kind of the content. */
type Told = Pick<PushMessage, 'title' | 'body' | 'appUrl' | 'webUrl' | 'data' | 'threadId' | 'isUrgent'>

/** The push message of a delivery: in the language of the device, with a distance class and a link to what it tells. */
export function composeMessage(
  delivery: Delivery,
  mapping: Mapping,
  publicUrl: string,
  nowMs: number,
): PushMessage {
  const { content, pair, id } = delivery
  const validUntil = validUntilOf(content)
  const validSeconds = validUntil === undefined ? DAY_SECONDS : Math.ceil((validUntil - nowMs) / 1_000)
  const { data, ...told } = tell(content, delivery.match, WORDS[mapping.locale], publicUrl)
  return {
    idempotencyKey: id,
    subscription: mapping.subscription,
    secret: mapping.secret,
    language: mapping.locale,
    ...told,
    data: { ...data, sent_at: nowMs },
    collapseId: createHash('sha256').update(pair).digest('base64url').slice(0, COLLAPSE_ID_LENGTH),
    ttlSeconds: Math.max(0, Math.min(DAY_SECONDS, validSeconds)),
  }
}

function tell(content: DeliveryContent, key: string, words: Words, publicUrl: string): Told {
  const page = (path: string) => new URL(path, publicUrl).href
  switch (content.kind) {
    case 'match':
      return tellMatch(content, words, page)
    case 'digest':
      return tellDigest(content, words, page)
    case 'message':
      return {
        title: words.messageTitle,
        body: words.messageBody,
        appUrl: `pushtech://matches/${content.match}`,
        webUrl: page(`/matches/${content.match}`),
        data: { type: 'message', match: content.match },
        threadId: content.channel,
        isUrgent: true,
      }
    case 'note':
      return {
        title: cutText(content.title, TITLE_LENGTH_MAX),
        body: cutText(content.text, TEXT_LENGTH_MAX),
        appUrl: content.link ?? 'pushtech://inbox',
        webUrl: content.link ?? page('/inbox'),
        data: { type: 'note' },
        threadId: key,
        isUrgent: false,
      }
    case 'test':
      return {
        title: words.testTitle,
        body: words.testBody,
        appUrl: 'pushtech://inbox',
        webUrl: page('/'),
        data: { type: 'test' },
        threadId: 'test',
        isUrgent: true,
      }
  }
}

function tellMatch(
  { notice, side }: Extract<DeliveryContent, { kind: 'match' }>,
  words: Words,
  page: (path: string) => string,
): Told {
  const { search, offer, id: match } = notice.match
  const own = notice.sides[side]
  const isSearcher = own?.subject === search
  const title = cutText(own?.title ?? '', TITLE_LENGTH_MAX)
  return {
    title: isSearcher ? words.searchTitle(title) : words.offerTitle(title),
    body: `${isSearcher ? words.searchBody : words.offerBody} (${words.away(notice.distanceClass)})`,
    appUrl: isSearcher
      ? `pushtech://search/${search}/${offer}/matched`
      : `pushtech://offer/${offer}/${search}/matched`,
    webUrl: page(`/matches/${match}`),
    data: { type: 'match', match, sid: search, oid: offer },
    threadId: own?.subject ?? match,
    isUrgent: notice.sides.some(({ mobile }) => mobile),
  }
}

function tellDigest(
  { matches, subjects }: DigestContent,
  words: Words,
  page: (path: string) => string,
): Told {
  return {
    title: words.digestTitle(matches),
    body: cutText(
      subjects.map((each) => words.digestLine(each.matches, each.title)).join(', '),
      TEXT_LENGTH_MAX,
    ),
    appUrl: 'pushtech://inbox',
    webUrl: page('/inbox'),
    data: { type: 'digest' },
    threadId: subjects[0]?.subject ?? 'digest',
    isUrgent: false,
  }
}
