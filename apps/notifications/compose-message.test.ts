import { expect, test } from 'vitest'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import { composeMessage } from './compose-message.ts'

const NOW = 1_700_000_000_000

const mapping: Mapping = {
  device: 'phone',
  person: 'anna',
  channel: 'onesignal',
  subscription: 'sub-1',
  locale: 'de',
  timeZone: 'Europe/Berlin',
  state: 'active',
  created: 0,
  modified: 0,
}

function aDelivery(side: number, validUntil?: number, title = 'x'.repeat(500)): Delivery {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    match: 'm-1',
    pair: 's-1:o-1',
    ringKey: '',
    person: 'anna',
    device: 'phone',
    channel: 'onesignal',
    content: {
      kind: 'match',
      side,
      notice: {
        match: { id: 'm-1', search: 's-1', offer: 'o-1' },
        sides: [
          { person: 'anna', subject: 's-1', title: 'Fahrrad', mobile: false },
          { person: 'ben', subject: 'o-1', title, mobile: true },
        ],
        distanceClass: '<1',
        validUntil,
        cause: { source: '/tracker/local', id: 'e-1', time: NOW },
      },
    },
    created: NOW,
    state: 'pending',
    attempts: 1,
  }
}

test('the message to the searcher is in their language, and links to the match', () => {
  expect(composeMessage(aDelivery(0), mapping, 'https://push.example', NOW)).toEqual({
    idempotencyKey: '11111111-1111-4111-8111-111111111111',
    subscription: 'sub-1',
    language: 'de',
    title: 'In deiner Nähe gefunden: Fahrrad',
    body: 'Jemand in deiner Nähe bietet, was du suchst (<1 km entfernt)',
    appUrl: 'pushtech://search/s-1/o-1/matched',
    webUrl: 'https://push.example/matches/m-1',
    data: { type: 'match', match: 'm-1', sid: 's-1', oid: 'o-1', sent_at: NOW },
    collapseId: expect.stringMatching(/^[\w-]{22}$/u),
    threadId: 's-1',
    ttlSeconds: 86_400,
    isUrgent: true,
  })
})

test('the message to the offerer has its own link, and long titles are cut', () => {
  const message = composeMessage(aDelivery(1), mapping, 'https://push.example', NOW)
  expect(message.appUrl).toBe('pushtech://offer/o-1/s-1/matched')
  expect(message.title.length).toBeLessThan(150)
})

test('a message expires with its match, and after a day at most', () => {
  const secondsUntil = (validUntil: number) =>
    composeMessage(aDelivery(0, validUntil), mapping, 'https://push.example', NOW).ttlSeconds
  expect([secondsUntil(NOW + 60_000), secondsUntil(NOW + 1e9), secondsUntil(NOW - 1)]).toEqual([
    60, 86_400, 0,
  ])
})

test('a long title is cut at the end of a grapheme', () => {
  const family = '👨‍👩‍👧‍👦'
  const { title } = composeMessage(aDelivery(1, undefined, family.repeat(12)), mapping, 'http://x', NOW)
  expect(title).toBe(`In deiner Nähe gesucht: ${family.repeat(9)}`)
})
