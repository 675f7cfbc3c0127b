import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { EventKeeper } from '../../edge/tracker/keep/event-keeper.ts'
import { openBrowser } from './open-browser.ts'
import { openTrackedSite } from './open-tracked-site.ts'
import { serveControlPlane } from './serve-control-plane.ts'
import { servePage } from './serve-page.ts'

const { openPage } = openBrowser()
const site = openTrackedSite()

test.each([
  ['one by one', {}, 'segment'],
  ['in batches', { queueOptions: { batch: { enabled: true, maxItems: 4, flushInterval: 500 } } }, 'batch'],
  ['by beacons', { useBeacon: true, beaconQueueOptions: { maxItems: 4, flushQueueInterval: 500 } }, 'batch'],
])("RudderStack's browser client tracks here, %s", async (_, options, protocol) => {
  const dataPlaneUrl = site.tracker()
  const settings = { dataPlaneUrl, configUrl: serveControlPlane(), options }
  const { page, complaints } = await openPage(await servePage('rudderstack.js', settings))
  const device = await page.evaluate('trackAll()')
  const events = await site.kept(4)
  const sent = new Map(events.map((event) => [event.type, event]))
  expect([...sent.keys()].toSorted()).toEqual(['Order Completed', 'group', 'identify', 'page'])
  expect(events.map((event) => [event.device, event.protocol])).toEqual(events.map(() => [device, protocol]))
  expect(sent.get('Order Completed')?.params).toMatchObject({
    total: 12,
    properties: { userId: 'forged', context: 'forged' },
  })
  expect(sent.get('identify')?.params).toMatchObject({ userId: 'anna', plan: 'free' })
  expect(sent.get('page')?.params).toMatchObject({ name: 'Home', category: 'Shop' })
  expect(sent.get('group')?.params).toMatchObject({ groupId: 'acme', employees: 7 })
  expect(complaints).toEqual([])
})

const away = () => Promise.reject(new UnavailableError('Cannot keep events: the stream is away'))
const fullKeeper: EventKeeper = { keep: away, keepInStream: away }

/** Passes the first events on to one tracker, and all later calls to another; notes the headers that came with each. */
function serveOneThenOther(first: string, other: string): { url: string; posted: Headers[] } {
  const posted: Headers[] = []
  const server = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      if (request.method === 'POST') posted.push(request.headers)
      const { pathname, search } = new URL(request.url)
      return fetch(new Request((posted.length <= 1 ? first : other) + pathname + search, request))
    },
  })
  onTestFinished(() => server.stop(true))
  return { url: `http://127.0.0.1:${server.port}`, posted }
}

test('what a tracker could not keep is sent again, with the headers of a second try', async () => {
  const { url, posted } = serveOneThenOther(site.tracker({ keeper: fullKeeper }), site.tracker())
  const options = { queueOptions: { batch: { enabled: true, maxItems: 4, flushInterval: 500 } } }
  const settings = { dataPlaneUrl: url, configUrl: serveControlPlane(), options }
  const { page } = await openPage(await servePage('rudderstack.js', settings))
  await page.evaluate('trackAll()')
  const events = await site.kept(4)
  expect(events.map(({ type }) => type).toSorted()).toEqual(['Order Completed', 'group', 'identify', 'page'])
  expect(posted.map((headers) => headers.has('rsa-since-last-attempt'))).toEqual([false, true])
})
