import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nameOf } from '#lib/http/define-route.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { IpPolicy } from '#lib/privacy/client-ip.ts'
import { readNetwork } from '#lib/privacy/networks.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openLogger } from '#lib/telemetry/open-logger.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { trackerRoutes } from '../tracker-routes.ts'
import { aTracker } from '../a-tracker.fixture.ts'
import type { EventKeeper } from '../keep/event-keeper.ts'

// Each address in the notations of clients and proxies. No part of it may be left.
const CLIENTS = ['198.51.100.77', '2001:db8:aaaa:bbbb:cccc::77', '::ffff:203.0.113.77']
const PEER = '192.0.2.77'

const PARTS = [...CLIENTS, PEER, '.100.77', ':bbbb', ':cccc', '.113.77', '6.6.6.66']

// One call of each kind: taken, refused, unreadable, and on an unknown path.
const CALLS: readonly (readonly [path: string, body?: string])[] = [
  ['/t/w?wor=king&di=phone-1'],
  ['/t/geo?di=null'],
  ['/nowhere'],
  ['/v1/events', '{"type":"w"}'],
  ['/v1/events', '{"type":'],
  ['/v1/batch', '[{"type":"w"},{"type":""},7]'],
  ['/owntracks', '{"_type":"location","lat":52.5,"lon":13.4,"tst":1760000000}'],
  ['/owntracks', 'no json'],
  ['/overland', '{"locations":[{}]}'],
  ['/osmand?id=phone-1&lat=52.5&lon=13.4'],
]

/** Makes all calls from all addresses; gives everything that the tracker kept, logged, counted or answered. */
async function everythingFrom(ipPolicy: IpPolicy, options: { isDown?: boolean } = {}): Promise<string> {
  const folder = temporaryFolder()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const stream = await openStreamWriter(`sqlite:${folder}/stream.db`)
  const log = openLogger('debug', join(folder, 'log'))
  const metrics = openMetrics()
  const handedOn: string[] = []
  const keeper: EventKeeper = {
    // The keeper stores only what it is given, in the stream and in the spool.
    keep(values) {
      handedOn.push(...values)
      return options.isDown === true
        ? Promise.reject(new UnavailableError('Cannot append: the stream is down'))
        : Promise.resolve('stream')
    },
    keepInStream: () => Promise.resolve(),
  }
  const trustedPeers = ['10.0.0.0/8'].map(readNetwork).filter((network) => network !== undefined)
  const answers: string[] = []
  for (const client of CLIENTS) {
    for (const trustedHops of [0, 1]) {
      const app = aTracker({ stream, keys }, { keeper, ipPolicy, trustedHops, trustedPeers, log, metrics })
      for (const [peerIp, headers] of [
        [client, {}],
        [PEER, { 'x-forwarded-for': `6.6.6.66, ${client}`, 'x-push-ip': client, forwarded: `for=${client}` }],
        ['10.0.0.1', { 'x-push-ip': client, 'x-real-ip': client }],
      ] as const) {
        for (const [path, body] of CALLS) {
          const init = body === undefined ? { headers } : { method: 'POST', body, headers }
          const response = await app.request(path, init, { peerIp })
          answers.push(JSON.stringify([...response.headers]), await response.text())
        }
      }
    }
  }
  await stream.close()
  expect(handedOn.length).toBeGreaterThan(CLIENTS.length * CALLS.length)
  const logged = await readFile(join(folder, 'log'), 'utf8')
  return [...handedOn, ...answers, logged, await metrics.text()].join('\n')
}

describe('a full address', () => {
  test.each(['truncate', 'drop'] as const)('is in no output with IP_POLICY=%s', async (ipPolicy) => {
    const everything = await everythingFrom(ipPolicy)
    expect(PARTS.filter((part) => everything.includes(part))).toEqual([])
    expect(everything.includes('198.51.100.0')).toBe(ipPolicy === 'truncate')
  })

  test('is in no log while the stream is down', async () => {
    const everything = await everythingFrom('truncate', { isDown: true })
    expect(everything).toContain('the stream is down')
    expect(PARTS.filter((part) => everything.includes(part))).toEqual([])
  })

  test('is kept if the policy says so', async () => {
    expect(await everythingFrom('keep')).toContain('"a":"198.51.100.77"')
  })
})

test('no answer of any route sets a cookie', async () => {
  const folder = temporaryFolder()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const stream = await openStreamWriter(`sqlite:${folder}/stream.db`)
  const app = aTracker({ stream, keys })
  for (const route of trackerRoutes(['/t']).map(nameOf)) {
    const [method = '', pattern = ''] = route.split(' ')
    for (const body of [undefined, '{"type":"w"}', 'no json']) {
      const init = {
        method,
        headers: { cookie: 'a=1' },
        ...(method === 'POST' && body !== undefined && { body }),
      }
      const response = await app.request(pattern.replace('*', 'w'), init, {})
      expect([route, response.headers.has('set-cookie')]).toEqual([route, false])
    }
  }
  await stream.close()
})
