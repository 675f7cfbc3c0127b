import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openOutsideCaller } from '#lib/net/open-outside-caller.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { aPushMessage, describePusher } from '#lib/pusher/pusher-contract.ts'
import type { Pusher, PushMessage } from '#lib/pusher/pusher.ts'
import { openWebPush } from '#lib/pusher/webpush/send.ts'
import { openVapidKeys, type VapidKey } from '#lib/pusher/webpush/vapid-keys.ts'
import { openVapidTokens } from '#lib/pusher/webpush/vapid-tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import {
  startFakePushService,
  type FakePushService,
  type FakeSubscription,
} from '../../../tests/builders/fake-push-service.ts'
import type { HttpFailure } from '../../../tests/builders/http-failures.ts'

const SUBJECT = 'mailto:operator@push.example'
const TIMEOUT_MS = 10_000

function newKey(): VapidKey {
  return openVapidKeys(join(temporaryFolder(), 'vapid.json'))[0]
}

function open(service: FakePushService, keys: readonly VapidKey[], timeoutMs = TIMEOUT_MS): Pusher {
  const trusted = new Set([service.url])
  return openWebPush({
    caller: openOutsideCaller({ trusted, timeoutMs }),
    trusted,
    keys,
    tokens: openVapidTokens(SUBJECT),
  })
}

function secretOf({ p256dh, auth }: FakeSubscription, { publicKey }: VapidKey): string {
  return JSON.stringify({ p256dh, auth, vapid_key: publicKey })
}

describePusher(
  'webpush',
  async () => {
    const service = await startFakePushService()
    const key = newKey()
    const pusher = open(service, [key])
    const subscriptions = new Map<string, FakeSubscription>()
    /** The contract names subscriptions by ids: each gets one at the push service, which an unknown one has not. */
    const subscriptionOf = (id: string): FakeSubscription => {
      const known = subscriptions.get(id) ?? service.subscribe(id, key.publicKey)
      subscriptions.set(id, known)
      if (id === 'no such thing') service.end(known.endpoint)
      return known
    }
    return {
      pusher: {
        channel: pusher.channel,
        send: (message) => {
          const subscription = subscriptionOf(message.subscription)
          const secret = secretOf(subscription, key)
          return pusher.send({ ...message, subscription: subscription.endpoint, secret })
        },
      },
      shownOn: (id) =>
        service.delivered.filter(({ endpoint }) => endpoint === subscriptions.get(id)?.endpoint).length,
      close: () => service.stop(),
    }
  },
  { cannot: { showOnce: 'push services know no idempotency keys' } },
)

describe('openWebPush()', () => {
  const key = newKey()
  let service: FakePushService
  let subscription: FakeSubscription
  beforeEach(async () => {
    service = await startFakePushService()
    subscription = service.subscribe()
  })
  afterEach(() => service.stop())

  function aMessage(given: Partial<PushMessage> = {}): PushMessage {
    return aPushMessage({
      subscription: subscription.endpoint,
      secret: secretOf(subscription, key),
      ...given,
    })
  }

  test('sends a declarative message that an independent decrypter reads', async () => {
    const message = aMessage({
      language: 'de',
      picture: 'https://push.example/card.jpg',
      actions: [{ id: 'mute', title: 'Stumm', url: 'https://push.example/mute' }],
      isUrgent: true,
    })
    await open(service, [key]).send(message)
    const [delivered] = service.delivered
    expect(JSON.parse(delivered?.text ?? '')).toEqual({
      web_push: 8030,
      notification: {
        title: message.title,
        body: message.body,
        lang: 'de',
        dir: 'auto',
        navigate: message.webUrl,
        tag: 'pair-1',
        data: message.data,
        image: 'https://push.example/card.jpg',
        actions: [{ action: 'mute', title: 'Stumm', navigate: 'https://push.example/mute' }],
      },
    })
    expect(delivered).toMatchObject({
      ttl: '3600',
      urgency: 'high',
      topic: 'pair-1',
      key: key.publicKey,
      claims: { aud: service.url, sub: SUBJECT },
    })
  })

  test('a topic that push services refuse is replaced by its hash', async () => {
    const pusher = open(service, [key])
    for (const collapseId of ['pair of two', 'x'.repeat(33), '', 'ü']) {
      expect(await pusher.send(aMessage({ collapseId }))).toMatchObject({ outcome: 'sent' })
    }
    expect(new Set(service.delivered.map(({ topic }) => topic)).size).toBe(4)
  })

  test('one token serves many messages to one origin, another key has its own', async () => {
    const older = newKey()
    const pusher = open(service, [key, older])
    for (const secret of [key, key, older]) {
      await pusher.send(aMessage({ secret: secretOf(subscription, secret) }))
    }
    const [first, second, third] = service.delivered
    expect(second?.claims).toEqual(first?.claims)
    expect(third?.key).toBe(older.publicKey)
  })

  test.each([
    ['no keys', undefined],
    ['no JSON', 'secret'],
    ['keys of another kind', '{"p256dh":"AA","auth":"AA","vapid_key":""}'],
    ['a key of ours that is gone', 'gone'],
  ])('a subscription with %s is gone, without a call', async (_, secret) => {
    const given = secret === 'gone' ? secretOf(subscription, newKey()) : secret
    expect(await open(service, [key]).send(aMessage({ secret: given }))).toMatchObject({ outcome: 'gone' })
    expect(service.calls).toEqual([])
  })

  test('an address that is not of a push service is refused, without a call', async () => {
    const elsewhere = await startFakePushService()
    onTestFinished(() => elsewhere.stop())
    const { endpoint } = elsewhere.subscribe()
    for (const address of [endpoint, 'https://evil.example/x', 'https://127.0.0.1/x', 'nothing']) {
      expect(await open(service, [key]).send(aMessage({ subscription: address }))).toMatchObject({
        outcome: 'refused',
      })
    }
    expect(elsewhere.calls).toEqual([])
  })

  const ANSWERS: readonly (readonly [HttpFailure, object])[] = [
    [{ status: 200 }, { outcome: 'sent' }],
    [{ status: 202 }, { outcome: 'sent' }],
    ['html', { outcome: 'later' }],
    ['hang', { outcome: 'later', reason: expect.stringContaining('timed out') }],
    ['trickle', { outcome: 'later', reason: expect.stringContaining('timed out') }],
    ['closeEarly', { outcome: 'later' }],
    ['lostAnswer', { outcome: 'later' }],
    [
      { status: 400, body: 'bad' },
      { outcome: 'refused', reason: 'the server answered 400: bad' },
    ],
    [{ status: 401 }, { outcome: 'held' }],
    [{ status: 403 }, { outcome: 'held' }],
    [{ status: 404 }, { outcome: 'gone' }],
    [{ status: 410 }, { outcome: 'gone' }],
    [{ status: 413 }, { outcome: 'refused' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { outcome: 'busy', retryAfterMs: 7_000 },
    ],
    [
      { status: 503, headers: { 'retry-after': '7' } },
      { outcome: 'later', retryAfterMs: 7_000 },
    ],
    [{ status: 429 }, { outcome: 'busy', reason: 'the server answered 429' }],
    [{ status: 500 }, { outcome: 'later', reason: 'the server answered 500' }],
    [{ status: 503 }, { outcome: 'later', reason: 'the server answered 503' }],
    [{ status: 408 }, { outcome: 'later' }],
  ]

  test.each(ANSWERS)('%j: %j', async (failure, result) => {
    service.failNext(failure)
    const timeoutMs = failure === 'hang' || failure === 'trickle' ? 100 : TIMEOUT_MS
    expect(await open(service, [key], timeoutMs).send(aMessage())).toMatchObject(result)
    expect(service.calls).toHaveLength(1)
  })

  test('a redirect is later, and is not followed', async () => {
    const elsewhere = await startFakePushService()
    onTestFinished(() => elsewhere.stop())
    service.failNext({ status: 307, headers: { location: elsewhere.subscribe().endpoint } })
    expect(await open(service, [key]).send(aMessage())).toMatchObject({ outcome: 'later' })
    expect(elsewhere.calls).toEqual([])
  })

  test('413 is tried once more without the picture', async () => {
    service.failNext({ status: 413 })
    const picture = 'https://push.example/card.jpg'
    expect(await open(service, [key]).send(aMessage({ picture }))).toMatchObject({ outcome: 'sent' })
    expect(service.calls).toEqual([413, 201])
    expect(service.delivered[0]?.text).not.toContain(picture)
    service.failNext({ status: 413 }, 2)
    expect(await open(service, [key]).send(aMessage({ picture }))).toMatchObject({ outcome: 'refused' })
  })

  test('a subscription with the key of somebody else is gone, and holds nothing', async () => {
    const foreign = service.subscribe('foreign', newKey().publicKey)
    const message = aMessage({ subscription: foreign.endpoint, secret: secretOf(foreign, key) })
    expect(await open(service, [key]).send(message)).toMatchObject({ outcome: 'gone' })
  })

  test('a subscription that is refused again, while others are accepted, is gone', async () => {
    const pusher = open(service, [key])
    service.failNext({ status: 403 })
    expect(await pusher.send(aMessage())).toMatchObject({ outcome: 'held' })
    service.failNext({ status: 403 })
    expect(await pusher.send(aMessage())).toMatchObject({ outcome: 'held' })
    const other = service.subscribe()
    const accepted = aMessage({ subscription: other.endpoint, secret: secretOf(other, key) })
    expect(await pusher.send(accepted)).toMatchObject({ outcome: 'sent' })
    service.failNext({ status: 403 })
    expect(await pusher.send(aMessage())).toMatchObject({ outcome: 'gone' })
  })

  test('a stopped push service is later', async () => {
    const gone = await startFakePushService()
    const { endpoint } = gone.subscribe()
    await gone.stop()
    expect(await open(gone, [key]).send(aMessage({ subscription: endpoint }))).toEqual({
      outcome: 'later',
      reason: expect.stringMatching(/^Cannot reach the push service: /u),
    })
  })

  test('reasons are short', async () => {
    service.failNext({ status: 400, body: 'x'.repeat(100_000) })
    const result = await open(service, [key]).send(aMessage())
    expect(result.outcome === 'sent' ? '' : result.reason).toHaveLength(300)
  })
})

describe('openPushers() with webpush:', () => {
  test('makes a key at the first start, and keeps it', async () => {
    const config = { VAPID_KEYS_PATH: join(temporaryFolder(), 'keys/vapid.json'), VAPID_SUBJECT: '' }
    const keysOf = async () => (await openPushers(['webpush:'], aPusherContext({ config })))[0]?.publicKeys
    const first = await keysOf()
    expect(first).toEqual([expect.stringMatching(/^B[\w-]{86}$/u)])
    expect(await keysOf()).toEqual(first)
  })

  test('refuses to start on a network without a real address', async () => {
    const config = { VAPID_KEYS_PATH: join(temporaryFolder(), 'vapid.json'), VAPID_SUBJECT: '' }
    const options = aPusherContext({ config, publicUrl: 'http://push.example' })
    await expect(openPushers(['webpush:'], options)).rejects.toMatchObject({
      name: 'StartError',
      hint: expect.stringContaining('VAPID_SUBJECT'),
    })
  })
})
