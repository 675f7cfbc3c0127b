import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher, PushMessage } from '#lib/pusher/pusher.ts'

/** A pusher, and a view of what its phones show. */
export interface WatchedPusher {
  readonly pusher: Pusher
  /** Number of messages that a subscription has shown so far. */
  shownOn(subscription: string): number
  close(): Promise<void>
}

/** Builds a valid message to a new subscription; `given` overrides fields. */
export function aPushMessage(given: Partial<PushMessage> = {}): PushMessage {
  return {
    idempotencyKey: newId(),
    subscription: newId(),
    language: 'en',
    title: 'A bicycle near you',
    body: 'Less than 1 km away',
    appUrl: 'pushtech://matches/m-1',
    webUrl: 'https://push.example/matches/m-1',
    data: { type: 'match.found', sent_at: 1_790_000_000_000 },
    collapseId: 'pair-1',
    threadId: 's-1',
    ttlSeconds: 3_600,
    isUrgent: false,
    ...given,
  }
}

const MESSAGES_AT_THE_EDGES: Readonly<Record<string, Partial<PushMessage>>> = {
  'empty texts': { title: '', body: '' },
  'hostile texts': { title: '<b>\u202e"\'\\</b>', body: '😀'.repeat(1_000) },
  'an unknown language': { language: 'x-none' },
  'no data and no lifetime': { data: {}, ttlSeconds: 0 },
  'the maximum of data': { data: { filler: 'x'.repeat(1_010) } },
  'an unknown subscription': { subscription: 'no such thing' },
  'a key that is not a UUID': { idempotencyKey: 'no such thing' },
}

/** Contract tests of `Pusher` for an adapter; `cannot.showOnce` says why the adapter cannot recognise a repeated key. */
export function describePusher(
  name: string,
  open: () => Promise<WatchedPusher>,
  { cannot = {} }: { cannot?: { showOnce?: string } } = {},
): void {
  describe(`pusher "${name}"`, () => {
    let watched: WatchedPusher
    beforeEach(async () => {
      watched = await open()
    })
    afterEach(() => watched.close())

    test('uses its name as channel', () => {
      expect(watched.pusher.channel).toBe(name)
    })

    test('send() shows a valid message on its subscription and on no other', async () => {
      const message = aPushMessage()
      const result = await watched.pusher.send(message)
      expect(result).toEqual({ outcome: 'sent', providerId: expect.stringMatching(/./u) })
      expect(watched.shownOn(message.subscription)).toBe(1)
      expect(watched.shownOn(newId())).toBe(0)
    })

    test('send() shows each of many concurrent messages', async () => {
      const messages = Array.from({ length: 20 }, () => aPushMessage())
      const results = await Promise.all(messages.map((message) => watched.pusher.send(message)))
      expect(results.map(({ outcome }) => outcome)).toEqual(messages.map(() => 'sent'))
      expect(messages.map(({ subscription }) => watched.shownOn(subscription))).toEqual(messages.map(() => 1))
    })

    test('send() shows two keys of one subscription as two messages', async () => {
      const { subscription } = aPushMessage()
      await watched.pusher.send(aPushMessage({ subscription }))
      await watched.pusher.send(aPushMessage({ subscription }))
      expect(watched.shownOn(subscription)).toBe(2)
    })

    test.each(Object.entries(MESSAGES_AT_THE_EDGES))('send() returns a result for %s', async (_, given) => {
      const { outcome } = await watched.pusher.send(aPushMessage(given))
      expect(['sent', 'gone', 'refused']).toContain(outcome)
    })

    const shownTimes = cannot.showOnce === undefined ? 1 : 2
    const because = cannot.showOnce === undefined ? '' : `, because ${cannot.showOnce}`
    test(`send() shows a key sent twice ${shownTimes === 1 ? 'once' : 'twice'}${because}`, async () => {
      const message = aPushMessage()
      const first = await watched.pusher.send(message)
      const second = await watched.pusher.send(message)
      expect(second).toEqual(first)
      expect(watched.shownOn(message.subscription)).toBe(shownTimes)
    })
  })
}
