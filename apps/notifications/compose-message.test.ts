import { expect, test } from 'vitest'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import { clearLinks } from './clear-links.fixture.ts'
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

const compose = (delivery: Delivery, over: Partial<Mapping> = {}) =>
  composeMessage(delivery, { ...mapping, ...over }, clearLinks, NOW)

test('the message to the searcher is in their language, and links to the match', async () => {
  expect(await compose(aDelivery(0))).toEqual({
    idempotencyKey: '11111111-1111-4111-8111-111111111111',
    subscription: 'sub-1',
    secret: undefined,
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
    actions: [
      { id: 'open', title: 'Öffnen', url: 'https://push.example/matches/m-1' },
      {
        id: 'mute',
        title: 'Diese Suche stummschalten',
        url: 'https://push.example/unsubscribe/mute.anna.s-1',
      },
    ],
  })
})

test('the message to the offerer has its own link, and long titles are cut', async () => {
  const message = await compose(aDelivery(1))
  expect(message.appUrl).toBe('pushtech://offer/o-1/s-1/matched')
  expect(message.title.length).toBeLessThan(150)
  expect(message.actions?.[1]?.title).toBe('Dieses Angebot stummschalten')
})

test('a message expires with its match, and after a day at most', async () => {
  const ends = [NOW + 60_000, NOW + 1e9, NOW - 1]
  const messages = await Promise.all(ends.map((validUntil) => compose(aDelivery(0, validUntil))))
  expect(messages.map(({ ttlSeconds }) => ttlSeconds)).toEqual([60, 86_400, 0])
})

test('a long title is cut at the end of a grapheme', async () => {
  const family = '👨‍👩‍👧‍👦'
  const { title } = await compose(aDelivery(1, undefined, family.repeat(12)))
  expect(title).toBe(`In deiner Nähe gesucht: ${family.repeat(9)}`)
})

test('a mail has links that end all mails, mute the search and delete it, and a push has none of them', async () => {
  const mail = await compose(aDelivery(0), { channel: 'mail', locale: 'en' })
  const stop = 'https://push.example/unsubscribe/no-mail.anna'
  expect(mail.unsubscribeUrl).toBe(stop)
  expect(mail.letter?.links).toEqual([
    { title: 'Open it:', url: 'https://push.example/matches/m-1' },
    {
      title: 'No more notifications about this search:',
      url: 'https://push.example/unsubscribe/mute.anna.s-1',
    },
    { title: 'Delete this search:', url: 'https://push.example/unsubscribe/delete.anna.s-1' },
    { title: 'No more mails:', url: stop },
  ])
  expect(await compose(aDelivery(0))).not.toHaveProperty('unsubscribeUrl')
})

test('a mail about something else than a search or an offer only ends all mails', async () => {
  const content = { kind: 'note', title: 'Hello', text: 'We move' } as const
  const { letter } = await compose({ ...aDelivery(0), content }, { channel: 'mail' })
  expect(letter?.links.map(({ title }) => title)).toEqual(['Öffnen:', 'Keine Mails mehr:'])
})
