import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { openOneSignal } from '#lib/pusher/onesignal/send.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { aPushMessage, describePusher } from '#lib/pusher/pusher-contract.ts'
import { openLogger } from '#lib/telemetry/open-logger.ts'
import {
  type Failure,
  type FakeOneSignal,
  startFakeOneSignal,
} from '../../../tests/builders/fake-onesignal.ts'

const appId = '0195f3a0-1111-4222-8333-444455556666'
const apiKey = 'os_v2_app_never_to_be_seen'

describePusher('onesignal', async () => {
  const fake = await startFakeOneSignal({ appId, apiKey })
  return {
    pusher: openOneSignal(`onesignal://${appId}?server=${fake.url}`, { apiKey }),
    shownOn: (subscription) => fake.shown.filter((shown) => shown.subscription === subscription).length,
    close: () => fake.stop(),
  }
})

describe('openOneSignal()', () => {
  let fake: FakeOneSignal
  beforeEach(async () => {
    fake = await startFakeOneSignal({ appId, apiKey })
  })
  afterEach(() => fake.stop())

  function open(options: { apiKey?: string; timeoutMs?: number } = {}) {
    return openOneSignal(`onesignal://${appId}?server=${fake.url}/`, { apiKey, ...options })
  }

  test('sends all fields, with texts in the language of the reader and in English', async () => {
    const message = aPushMessage({ language: 'de', title: 'Ein Rad', body: 'Unter 1 km', isUrgent: true })
    await open().send(message)
    expect(fake.shown.map(({ notification }) => notification)).toEqual([
      {
        app_id: appId,
        target_channel: 'push',
        include_subscription_ids: [message.subscription],
        idempotency_key: message.idempotencyKey,
        headings: { de: 'Ein Rad', en: 'Ein Rad' },
        contents: { de: 'Unter 1 km', en: 'Unter 1 km' },
        app_url: message.appUrl,
        web_url: message.webUrl,
        data: message.data,
        collapse_id: message.collapseId,
        web_push_topic: message.collapseId,
        thread_id: message.threadId,
        android_group: message.threadId,
        ios_badgeType: 'Increase',
        ios_badgeCount: 1,
        ttl: message.ttlSeconds,
        priority: 10,
      },
    ])
  })

  test('sends the picture and the buttons to apps and browsers', async () => {
    const [toOpen, toMute] = [
      { id: 'open', title: 'Open', url: 'https://push.example/matches/m-1' },
      { id: 'mute', title: 'Mute', url: 'https://push.example/mute/s-1' },
    ]
    await open().send(aPushMessage({ picture: 'https://push.example/a.jpg', actions: [toOpen, toMute] }))
    expect(fake.shown[0]?.notification).toMatchObject({
      big_picture: 'https://push.example/a.jpg',
      ios_attachments: { picture: 'https://push.example/a.jpg' },
      chrome_web_image: 'https://push.example/a.jpg',
      buttons: [
        { id: 'open', text: 'Open' },
        { id: 'mute', text: 'Mute' },
      ],
      web_buttons: [
        { id: 'open', text: 'Open', url: toOpen.url },
        { id: 'mute', text: 'Mute', url: toMute.url },
      ],
    })
  })

  test('sends a message that is not urgent with normal priority', async () => {
    await open().send(aPushMessage({ isUrgent: false }))
    expect(fake.shown[0]?.notification.priority).toBe(5)
  })

  test('200 with an id is sent, with that id', async () => {
    const result = await open().send(aPushMessage())
    expect(result).toEqual({ outcome: 'sent', providerId: fake.shown[0]?.id })
  })

  test('200 with an id is sent when another subscription is listed as invalid', async () => {
    fake.failNext({ status: 200, body: { id: 'n-1', errors: { invalid_player_ids: ['another'] } } })
    expect(await open().send(aPushMessage())).toEqual({ outcome: 'sent', providerId: 'n-1' })
  })

  test('200 saying "not subscribed" is gone', async () => {
    const message = aPushMessage()
    fake.unsubscribe(message.subscription)
    expect(await open().send(message)).toEqual({
      outcome: 'gone',
      reason: 'OneSignal reached no device: All included players are not subscribed',
    })
    expect(fake.shown).toEqual([])
  })

  test('200 listing the subscription as invalid is gone, with an id and without', async () => {
    const message = aPushMessage()
    fake.unsubscribe(message.subscription, 'neverGiven')
    expect(await open().send(message)).toMatchObject({ outcome: 'gone' })
    fake.failNext({
      status: 200,
      body: { id: 'n-1', errors: { invalid_player_ids: [message.subscription] } },
    })
    expect(await open().send(message)).toMatchObject({ outcome: 'gone' })
  })

  test.each([{ id: '' }, { id: '', errors: [] }, { errors: ['Nobody there'] }])(
    '200 with %j, no id, is gone',
    async (body) => {
      fake.failNext({ status: 200, body })
      expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'gone' })
    },
  )

  test('400 is refused, with the reason given as a list or as an object', async () => {
    fake.failNext({ status: 400, body: { errors: ['Bad heading', 'Bad data'] } })
    fake.failNext({ status: 400, body: { errors: { ttl: 'too long' } } })
    const pusher = open()
    expect(await pusher.send(aPushMessage())).toEqual({
      outcome: 'refused',
      reason: 'OneSignal answered 400: Bad heading; Bad data',
    })
    expect(await pusher.send(aPushMessage())).toEqual({
      outcome: 'refused',
      reason: 'OneSignal answered 400: {"ttl":"too long"}',
    })
  })

  test('400 saying "not subscribed" is gone', async () => {
    fake.failNext({ status: 400, body: { errors: ['All included players are not subscribed'] } })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'gone' })
  })

  test.each([
    [401, { errors: ['Access denied'] }],
    [403, { errors: ['Access denied'] }],
    [403, '<!doctype html><title>Forbidden</title>'],
    [401, ''],
  ])('%i with %j is held', async (status, body) => {
    fake.failNext({ status, body })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'held' })
  })

  test.each([
    [400, { errors: ['app_id not found. You may be missing a Content-Type: application/json header.'] }],
    [400, { errors: { app_id: ['is invalid'] } }],
    [400, { errors: ['Your app has been disabled.'] }],
    [404, { errors: ['App with id: 0195f3a0 does not exist'] }],
  ])('%i with %j is held, because the error concerns our app and so every message', async (status, body) => {
    fake.failNext({ status, body })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'held' })
  })

  test('an unknown app is held', async () => {
    const pusher = openOneSignal(`onesignal://${crypto.randomUUID()}?server=${fake.url}`, { apiKey })
    expect(await pusher.send(aPushMessage())).toMatchObject({ outcome: 'held' })
  })

  test('503 is later, after the seconds of Retry-After', async () => {
    fake.failNext({ status: 503, headers: { 'retry-after': '7' } })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'later', retryAfterMs: 7_000 })
  })

  test('503 is later, at the date of Retry-After', async () => {
    const headers = { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' }
    fake.failNext({ status: 503, headers })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'later', retryAfterMs: 3_600_000 })
  })

  test('an unknown key is held', async () => {
    expect(await open({ apiKey: 'another_key' }).send(aPushMessage())).toMatchObject({ outcome: 'held' })
    expect(fake.shown).toEqual([])
  })

  test('429 is busy, after the seconds of Retry-After', async () => {
    fake.failNext({ status: 429, headers: { 'retry-after': '7' } })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'busy', retryAfterMs: 7_000 })
  })

  test('429 is busy, at the date of Retry-After', async () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString()
    fake.failNext({ status: 429, headers: { 'retry-after': inAMinute } })
    const result = await open().send(aPushMessage())
    const retryAfterMs = result.outcome === 'busy' ? (result.retryAfterMs ?? 0) : 0
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  })

  test('429 waits at most an hour', async () => {
    fake.failNext({ status: 429, headers: { 'retry-after': '99999999999999999999' } })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'busy', retryAfterMs: 3_600_000 })
  })

  test.each([{}, { 'retry-after': 'soon' }, { 'retry-after': '0' }])(
    '429 with %j gives no time',
    async (headers) => {
      fake.failNext({ status: 429, headers })
      expect(await open().send(aPushMessage())).toEqual({
        outcome: 'busy',
        reason: expect.stringContaining('429'),
      })
    },
  )

  test.each([500, 502, 503, 504, 404, 409, 410])('%i is later', async (status) => {
    fake.failNext({ status })
    expect(await open().send(aPushMessage())).toEqual({
      outcome: 'later',
      reason: `OneSignal answered ${status}: Told to fail`,
    })
  })

  test.each<[Failure]>([
    ['html'],
    ['garbage'],
    [{ status: 200, body: '' }],
    [{ status: 200, body: {} }],
    [{ status: 200, body: [] }],
    [{ status: 200, body: null }],
    [{ status: 200, body: { id: 7 } }],
    [{ status: 400, body: '<!doctype html><title>Bad Request</title>' }],
    [{ status: 503, body: '<!doctype html><title>Unavailable</title>' }],
  ])('%j instead of a normal answer is later', async (failure) => {
    fake.failNext(failure)
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'later' })
  })

  test('a redirect is later, and is not followed', async () => {
    const elsewhere = await startFakeOneSignal({ appId, apiKey })
    onTestFinished(() => elsewhere.stop())
    fake.failNext({ status: 307, headers: { location: `${elsewhere.url}/notifications` } })
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'later' })
    expect(elsewhere.calls).toEqual([])
  })

  test.each<[Failure]>([['hang'], ['trickle']])('%s is later after the time-out', async (failure) => {
    fake.failNext(failure)
    expect(await open({ timeoutMs: 50 }).send(aPushMessage())).toEqual({
      outcome: 'later',
      reason: expect.stringContaining('timed out'),
    })
  })

  test.each<[Failure]>([['closeEarly'], ['lostAnswer']])('%s is later', async (failure) => {
    fake.failNext(failure)
    expect(await open().send(aPushMessage())).toMatchObject({ outcome: 'later' })
  })

  test('413 is tried once more without the picture, and then refused', async () => {
    const tooLarge = { status: 413, body: { errors: ['Too large'] } }
    const withPicture = aPushMessage({ picture: 'https://push.example/cat.jpeg' })
    fake.failNext(tooLarge)
    expect(await open().send(withPicture)).toMatchObject({ outcome: 'sent' })
    expect(JSON.stringify(fake.shown[0]?.notification)).not.toContain('cat.jpeg')
    fake.failNext(tooLarge, 2)
    expect(await open().send(withPicture)).toMatchObject({ outcome: 'refused' })
    expect(fake.calls).toHaveLength(4)
    fake.failNext(tooLarge)
    expect(await open().send(aPushMessage({ picture: undefined }))).toMatchObject({ outcome: 'refused' })
  })

  test('an unreachable server is later', async () => {
    const gone = await startFakeOneSignal({ appId, apiKey })
    await gone.stop()
    const pusher = openOneSignal(`onesignal://${appId}?server=${gone.url}`, { apiKey })
    expect(await pusher.send(aPushMessage())).toEqual({
      outcome: 'later',
      reason: expect.stringMatching(/^Cannot reach OneSignal: /u),
    })
  })

  test('a lost answer is later, and a retry with the same key shows one message', async () => {
    const message = aPushMessage()
    fake.failNext('lostAnswer')
    const pusher = open()
    expect(await pusher.send(message)).toMatchObject({ outcome: 'later' })
    expect(await pusher.send(message)).toEqual({ outcome: 'sent', providerId: fake.shown[0]?.id })
    expect(fake.shown).toHaveLength(1)
    expect(fake.calls.at(-1)).toEqual({
      idempotencyKey: message.idempotencyKey,
      status: 200,
      isReplayed: true,
    })
  })

  test('does not retry itself', async () => {
    fake.failNext({ status: 503, headers: { 'retry-after': '0' } })
    fake.failNext({ status: 429, headers: { 'retry-after': '0' } })
    const pusher = open()
    await pusher.send(aPushMessage())
    await pusher.send(aPushMessage())
    expect(fake.calls.map(({ status }) => status)).toEqual([503, 429])
  })

  test('reasons are short and never contain the key', async () => {
    fake.failNext({ status: 400, body: { errors: [`Bad header "Key ${apiKey}" ${'x'.repeat(10_000)}`] } })
    const result = await open().send(aPushMessage())
    const reason = result.outcome === 'sent' ? '' : result.reason
    expect(reason).toContain('Key ***')
    expect(reason).toHaveLength(300)
  })
})

describe('openPushers() with onesignal:', () => {
  const log = openLogger('error')

  test('opens it together with others, in the given order, on the server of OneSignal', async () => {
    const urls = [`onesignal://${appId.toUpperCase()}`, 'log:']
    const pushers = await openPushers(urls, aPusherContext({ config: { ONESIGNAL_API_KEY: apiKey }, log }))
    expect(pushers.map(({ channel }) => channel)).toEqual(['onesignal', 'log'])
  })

  test('opens it on another server', async () => {
    const fake = await startFakeOneSignal({ appId, apiKey })
    onTestFinished(() => fake.stop())
    const [pusher] = await openPushers(
      [`onesignal://${appId}?server=${fake.url}`],
      aPusherContext({
        config: { ONESIGNAL_API_KEY: apiKey },
        log,
      }),
    )
    expect(await pusher?.send(aPushMessage())).toMatchObject({ outcome: 'sent' })
  })

  test.each([
    ['no key', `onesignal://${appId}`, '', 'its API key is missing'],
    [
      'a key in two lines',
      `onesignal://${appId}`,
      `${apiKey}\n${apiKey}`,
      'its API key is not a single word',
    ],
    ['no app id', 'onesignal:', apiKey, 'its app id is missing'],
    ['the key instead of an app id', `onesignal://${apiKey}`, apiKey, 'its app id is not a UUID'],
    [
      'a server without a scheme',
      `onesignal://${appId}?server=localhost`,
      apiKey,
      'server "localhost" is not an http URL',
    ],
    [
      'a server with another scheme',
      `onesignal://${appId}?server=ftp://u:${apiKey}@h`,
      apiKey,
      'server "ftp://u:***@h"',
    ],
  ])('rejects %s with a hint, without quoting the key', async (_, url, givenKey, reason) => {
    const error: unknown = await openPushers(
      [url],
      aPusherContext({ config: { ONESIGNAL_API_KEY: givenKey }, log }),
    ).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StartError)
    expect(error).toMatchObject({
      message: expect.stringContaining(`Cannot open push channel "onesignal": ${reason}`),
      hint: expect.stringMatching(/PUSH_CHANNELS/u),
    })
    expect(Bun.inspect(error)).not.toContain(apiKey)
  })
})
