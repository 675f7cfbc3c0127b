import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openOutsideCaller } from '#lib/net/open-outside-caller.ts'
import { aPushMessage, describePusher } from '#lib/pusher/pusher-contract.ts'
import { webhook } from '#lib/pusher/webhook/pusher.ts'
import { openWebhook } from '#lib/pusher/webhook/send.ts'
import { startFakeWebhook, type FakeWebhook } from '../../../tests/builders/fake-webhook.ts'
import type { HttpFailure } from '../../../tests/builders/http-failures.ts'

const TIMEOUT_MS = 10_000

function open({ url }: FakeWebhook, timeoutMs = TIMEOUT_MS) {
  return openWebhook(openOutsideCaller({ trusted: new Set([url]), timeoutMs }))
}

function newSecret(): string {
  return webhook.makeSecret?.() ?? ''
}

describePusher('webhook', async () => {
  const server = await startFakeWebhook()
  const pusher = open(server)
  const hooks = new Map<string, { readonly subscription: string; readonly secret: string }>()
  /** The contract names subscriptions by ids: each gets a webhook, which an unknown one has not. */
  const hookOf = (id: string) => {
    const secret = newSecret()
    const url = id === 'no such thing' ? `${server.url}/unknown` : server.listen(secret)
    const hook = hooks.get(id) ?? { subscription: url, secret }
    hooks.set(id, hook)
    return hook
  }
  return {
    pusher: {
      channel: pusher.channel,
      send: (message) => pusher.send({ ...message, ...hookOf(message.subscription) }),
    },
    shownOn: (id) => server.called.filter(({ url }) => url === hooks.get(id)?.subscription).length,
    close: () => server.stop(),
  }
})

describe('openWebhook()', () => {
  const secret = newSecret()
  let server: FakeWebhook
  let subscription: string
  beforeEach(async () => {
    server = await startFakeWebhook()
    subscription = server.listen(secret)
  })
  afterEach(() => server.stop())

  const aMessage = () => aPushMessage({ subscription, secret })

  test('a verifier of Standard Webhooks accepts the call, with the message and nothing else', async () => {
    const message = { ...aMessage(), picture: 'https://push.example/card.jpg' }
    expect(await open(server).send(message)).toEqual({ outcome: 'sent', providerId: message.idempotencyKey })
    expect(server.called).toEqual([
      {
        url: subscription,
        id: message.idempotencyKey,
        body: {
          type: 'push',
          timestamp: expect.stringMatching(/Z$/u),
          data: {
            title: message.title,
            body: message.body,
            language: 'en',
            url: message.webUrl,
            app_url: message.appUrl,
            data: message.data,
            collapse_id: 'pair-1',
            thread_id: 's-1',
            urgent: false,
            ttl: 3_600,
            picture: message.picture,
          },
        },
      },
    ])
  })

  test('a call with another secret is refused by the webhook', async () => {
    const result = await open(server).send({ ...aMessage(), secret: newSecret() })
    expect(result).toMatchObject({ outcome: 'refused', reason: 'the server answered 401' })
    expect(server.called).toEqual([])
  })

  test.each([undefined, '', 'whsec_', 'whsec_%'])('a webhook with the secret %j is gone', async (given) => {
    expect(await open(server).send({ ...aMessage(), secret: given })).toMatchObject({ outcome: 'gone' })
    expect(server.calls).toEqual([])
  })

  test('secrets are long, and differ', () => {
    expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u)
    expect(newSecret()).not.toBe(newSecret())
  })

  const ANSWERS: readonly (readonly [HttpFailure, object])[] = [
    [{ status: 200 }, { outcome: 'sent' }],
    [{ status: 201 }, { outcome: 'sent' }],
    ['html', { outcome: 'sent' }],
    ['hang', { outcome: 'later', reason: expect.stringContaining('timed out') }],
    ['trickle', { outcome: 'later', reason: expect.stringContaining('timed out') }],
    ['closeEarly', { outcome: 'later' }],
    ['lostAnswer', { outcome: 'later' }],
    [{ status: 400 }, { outcome: 'refused' }],
    [{ status: 401 }, { outcome: 'refused' }],
    [{ status: 403 }, { outcome: 'refused' }],
    [{ status: 404 }, { outcome: 'gone' }],
    [{ status: 410 }, { outcome: 'gone' }],
    [{ status: 413 }, { outcome: 'refused' }],
    [{ status: 500 }, { outcome: 'later', reason: 'the server answered 500' }],
  ]

  test.each(ANSWERS)('%j: %j', async (failure, result) => {
    server.failNext(failure)
    const timeoutMs = failure === 'hang' || failure === 'trickle' ? 100 : TIMEOUT_MS
    expect(await open(server, timeoutMs).send(aMessage())).toMatchObject(result)
    expect(server.calls).toHaveLength(1)
  })

  test.each([429, 503])('%i with Retry-After is later, and asks no other webhook to wait', async (status) => {
    server.failNext({ status, headers: { 'retry-after': '3600' } })
    expect(await open(server).send(aMessage())).toEqual({
      outcome: 'later',
      reason: `the server answered ${status}`,
    })
  })

  test('a lost answer is later, and a retry with the same id is seen once', async () => {
    const message = aMessage()
    server.failNext('lostAnswer')
    expect(await open(server).send(message)).toMatchObject({ outcome: 'later' })
    expect(await open(server).send(message)).toMatchObject({ outcome: 'sent' })
    expect(server.called).toHaveLength(1)
  })

  test('a redirect is later, and is not followed', async () => {
    const elsewhere = await startFakeWebhook()
    onTestFinished(() => elsewhere.stop())
    server.failNext({ status: 308, headers: { location: elsewhere.listen(secret) } })
    expect(await open(server).send(aMessage())).toMatchObject({ outcome: 'later' })
    expect(elsewhere.calls).toEqual([])
  })

  test('an address in our network is refused, without a call', async () => {
    const elsewhere = await startFakeWebhook()
    onTestFinished(() => elsewhere.stop())
    for (const url of [elsewhere.listen(secret), 'https://127.0.0.1/', 'https://localhost/']) {
      expect(await open(server).send({ ...aMessage(), subscription: url })).toMatchObject({
        outcome: 'refused',
      })
    }
    expect(elsewhere.calls).toEqual([])
  })
})
