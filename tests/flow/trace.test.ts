import { expect, onTestFinished, test } from 'vitest'
import { startOtlpReceiver } from '#lib/testing/otlp-receiver.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aWalk } from '../builders/a-walk.ts'
import { drainedBus } from '../builders/drained-bus.ts'
import { startFakeOneSignal } from '../builders/fake-onesignal.ts'
import { startPlatform } from '../builders/start-platform.ts'

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-tests-only'

test('the way from a ping to both pushes is one trace, without people and places', async () => {
  const receiver = startOtlpReceiver()
  onTestFinished(() => receiver.stop())
  const oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  onTestFinished(() => oneSignal.stop())
  const platform = await startPlatform({
    folder: temporaryFolder(),
    environment: {
      PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
      ONESIGNAL_API_KEY: API_KEY,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-receiver',
      TRACE_SAMPLE_RATIO: '1',
    },
  })
  const walk = await aWalk(platform, 1)
  // Drain earlier pings first: otherwise one of them may cause the match.
  await drainedBus(platform)
  await walk.meet()
  const rung = () => oneSignal.shown.map(({ subscription }) => subscription).sort()
  await expect.poll(rung, { timeout: 20_000 }).toEqual([...walk.subscriptions].sort())
  expect(await platform.stop()).toBe(0)

  expect(receiver.headers()?.get('authorization')).toBe('Bearer of-the-receiver')
  const rings = receiver.spans.filter(({ name }) => name === 'ring')
  expect(rings.map(({ attributes }) => attributes)).toEqual([
    { 'push.outcome': 'sent' },
    { 'push.outcome': 'sent' },
  ])
  expect(receiver.tree(rings[0]?.traceId ?? '')).toEqual([
    'tracker: POST /v1/events',
    '  tracker: append',
    '  enrich: enrich',
    '    enrich: publish push.events',
    '      matching: match',
    '        matching: publish push.notices',
    '          notifications: notify',
    '            notifications: ring',
    '            notifications: ring',
  ])

  const { still, moving } = walk.people
  const places = walk.phones.map(({ place }) => place).concat(walk.moving.place)
  const sent = receiver.bodies.join('')
  for (const secret of [
    ...[still, moving].flatMap(({ person, device }) => [person, device]),
    ...walk.subscriptions,
    ...walk.pair.split(':'),
    ...places.flatMap(({ lat, lng }) => [String(lat), String(lng)]),
    'thing 1',
    'eyJ',
    '127.0.0.1',
    API_KEY,
  ]) {
    expect(sent).not.toContain(secret)
  }
})
