import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aNotice } from '#lib/builders/a-notice.ts'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import { HOLD_REASONS, type DeliveryContent, type DigestContent } from '#lib/store/deliveries.ts'
import { LANGUAGES, type Language } from '#lib/text/language.ts'
import { tell } from './tell.ts'

const PUBLIC_URL = 'https://push.example'

const told = (content: DeliveryContent, language: Language = 'en') =>
  tell(content, { key: 'k-1', language, publicUrl: PUBLIC_URL })

const subject = (title: string, matches: number, kind: 'search' | 'offer' = 'search') => ({
  subject: `s-${title}`,
  kind,
  title,
  matches,
})

const digest = (over: Partial<DigestContent> = {}): DigestContent => ({
  kind: 'digest',
  why: 'many',
  matches: 12,
  subjects: [subject('bicycle', 12)],
  ...over,
})

describe('a match', () => {
  const matchWith = (picture?: string): DeliveryContent => {
    const notice = aNotice()
    const sides = notice.sides.map((side) => ({ ...side, ...(picture !== undefined && { picture }) }))
    return { kind: 'match', side: 0, notice: { ...notice, sides } }
  }

  test('shows the card of the first picture of the other side', () => {
    const id = 'ab'.repeat(32)
    expect(told(matchWith(id)).picture).toBe(`${PUBLIC_URL}/assets/${id}/card.jpg`)
  })

  test.each([undefined, '', 'ab', '../../accounts', `${'ab'.repeat(32)}/x`])(
    'shows nothing for %j, as in notices of older versions',
    (picture) => {
      expect(told(matchWith(picture))).not.toHaveProperty('picture')
    },
  )
})

describe('a digest', () => {
  test.each([
    ['en', digest(), '12 near you for bicycle'],
    ['de', digest(), '12 Treffer in deiner Nähe für bicycle'],
    ['en', digest({ subjects: [subject('bicycle', 12, 'offer')] }), '12 near you look for bicycle'],
    [
      'en',
      digest({ matches: 1, subjects: [subject('bicycle', 1, 'offer')] }),
      '1 near you looks for bicycle',
    ],
    ['en', digest({ why: 'already', matches: 24 }), '24 are here already for bicycle'],
    ['de', digest({ why: 'already', matches: 24 }), '24 Treffer sind schon da für bicycle'],
    ['en', digest({ matches: 2_150 }), '2,150 near you for bicycle'],
    ['de', digest({ matches: 2_150 }), '2.150 Treffer in deiner Nähe für bicycle'],
  ] as const)('in "%s": %#', (language, content, title) => {
    expect(told(content, language).title).toBe(title)
  })

  test.each([
    [2, '12 near you for bicycle and 1 other'],
    [3, '12 near you for bicycle and 2 others'],
  ])('of %i subjects counts the others, and lists them all', (count, title) => {
    const subjects = [subject('bicycle', 9), subject('lamp', 2), subject('sofa', 1)].slice(0, count)
    const { title: said, body, items, subject: about } = told(digest({ subjects }))
    expect(said).toBe(title)
    expect(body).toBe(['bicycle: 9', 'lamp: 2', 'sofa: 1'].slice(0, count).join(', '))
    expect(items?.map((item) => item.title)).toEqual(['bicycle: 9', 'lamp: 2', 'sofa: 1'].slice(0, count))
    // There is no single search to mute.
    expect(about).toBeUndefined()
  })

  test('of one subject can mute it, and says why it comes', () => {
    const { body, subject: about } = told(digest({ why: 'quiet' }))
    expect(about).toEqual({ kind: 'search', id: 's-bicycle' })
    expect(body).toBe('They came in your quiet hours')
  })
})

test.each([
  [1, 'New message', 'Neue Nachricht'],
  [3, '3 new messages', '3 neue Nachrichten'],
])('a message (%i) opens the match, and never has its text', (messages, en, de) => {
  const content = { kind: 'message', channel: 'c-1', match: 'm-1', messages } as const
  expect(told(content)).toMatchObject({
    title: en,
    webUrl: 'https://push.example/matches/m-1',
    threadId: 'c-1',
  })
  expect(told(content, 'de').title).toBe(de)
})

test('a note has the text of the operator, and its link', () => {
  const content = {
    kind: 'note',
    title: 'Move',
    text: 'We move\nsoon',
    link: 'https://push.example/x',
  } as const
  expect(told(content)).toMatchObject({
    title: 'Move',
    body: 'We move\nsoon',
    webUrl: 'https://push.example/x',
  })
})

test('no push names more of a distance than its class', () => {
  for (const language of LANGUAGES)
    for (const distanceClass of DISTANCE_CLASSES) {
      const { body } = told({ kind: 'match', notice: aNotice({ distanceClass }), side: 0 }, language)
      expect(body).toContain(`${distanceClass} km`)
    }
})

const contents = (title: string): DeliveryContent[] => [
  { kind: 'match', side: 0, notice: aNotice({ sides: [{ ...side, title }] }) },
  ...HOLD_REASONS.map((why) => digest({ why, subjects: [subject(title, 7), subject(title, 5, 'offer')] })),
  digest({ subjects: [subject(title, 12)] }),
  { kind: 'note', title, text: 'text' },
]
const side = { person: 'p-1', subject: 's-1', title: '', mobile: false }

test('hostile titles bring no control character into a title, and turn no text around them', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('\r\nBcc: x', '\u202e', '\u2066', '\u2069', '\u200f', '\u0000', 'שלום', 'bike'))
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, fc.constantFrom(...LANGUAGES), (title, language) => {
      for (const content of contents(title)) {
        const message = told(content, language)
        expect(message.title).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u200e\u200f\u061c]/u)
        expect(message.title.isWellFormed()).toBe(true)
        let depth = 0
        for (const character of message.title) {
          if (character === '\u2068') depth += 1
          if (character === '\u2069') depth -= 1
          expect(depth === 0 || depth === 1).toBe(true)
        }
        expect(depth).toBe(0)
      }
    }),
  )
})
