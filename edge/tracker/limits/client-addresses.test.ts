import { expect, test } from 'vitest'
import { readNetwork } from '#lib/privacy/networks.ts'
import { openClientAddresses, type ClientAddressOptions } from './client-addresses.ts'

const PROXY = '10.0.0.1'
const CLIENT = '198.51.100.7'
const FORGED = '6.6.6.6'

function openFinder(over: Partial<ClientAddressOptions> = {}) {
  const trustedPeers = ['10.0.0.0/8', '::1'].map(readNetwork).filter((network) => network !== undefined)
  const rate = { ratePerSecond: 1, burst: 1 }
  return openClientAddresses({ ipPolicy: 'keep', trustedHops: 0, trustedPeers, rate, ...over })
}

test('the address that a trusted peer names takes precedence over all hops', () => {
  for (const trustedHops of [0, 1]) {
    const find = openFinder({ trustedHops })
    const headers = new Headers({ 'x-push-ip': CLIENT, 'x-forwarded-for': FORGED })
    expect(find(PROXY, headers).stored).toBe(CLIENT)
    expect(find('::ffff:10.0.0.1', headers).stored).toBe(CLIENT)
    expect(find('::1', headers).stored).toBe(CLIENT)
  }
})

test('the address that any other peer names is ignored', () => {
  const headers = new Headers({ 'x-push-ip': FORGED })
  for (const peer of [CLIENT, '11.0.0.1', '::2']) {
    expect(openFinder()(peer, headers).stored).toBe(peer)
    expect(openFinder({ trustedPeers: [] })(peer, headers).stored).toBe(peer)
  }
  expect(openFinder({ trustedPeers: [] })(PROXY, headers).stored).toBe(PROXY)
  expect(openFinder()(undefined, headers).stored).toBeUndefined()
})

test.each([
  `${FORGED}, ${CLIENT}`,
  'localhost',
  '',
  '198.51.100',
  '[::1',
  '<script>',
  `${CLIENT}:port`,
  'x'.repeat(9_999),
])('a value that is not one address is ignored: %.30s', (told) => {
  const find = openFinder({ trustedHops: 1 })
  expect(find(PROXY, new Headers({ 'x-push-ip': told, 'x-forwarded-for': CLIENT })).stored).toBe(CLIENT)
  expect(find(PROXY, new Headers({ 'x-push-ip': told })).stored).toBe(PROXY)
})

test('an address is the same in each of its notations', () => {
  const find = openFinder()
  const none = new Headers()
  const known = find(CLIENT, none)
  expect(find(CLIENT, none)).toBe(known)
  expect(find(`::ffff:${CLIENT}`, none).bucket).toBe(known.bucket)
  expect(find('2001:db8:0:1::1', none).bucket).toBe(find('2001:db8:0:1::2', none).bucket)
  expect(find('2001:db8:0:2::1', none).bucket).not.toBe(find('2001:db8:0:1::1', none).bucket)
})

test.each([
  ['truncate', '198.51.100.0'],
  ['keep', CLIENT],
  ['drop', undefined],
] as const)('IP_POLICY %s lets %s be stored, from whomever it was heard', (ipPolicy, stored) => {
  const find = openFinder({ ipPolicy })
  expect(find(CLIENT, new Headers()).stored).toBe(stored)
  expect(find(PROXY, new Headers({ 'x-push-ip': CLIENT })).stored).toBe(stored)
})

test.each([
  ['198.51.100.7:54321', '198.51.100.7'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
])('a port is removed from an address: %s', (written, address) => {
  const find = openFinder({ trustedHops: 1 })
  const forwarded = find(PROXY, new Headers({ 'x-forwarded-for': written }))
  expect(forwarded.stored).toBe(address)
  expect(find(PROXY, new Headers({ 'x-push-ip': written }))).toBe(forwarded)
  expect(find('192.0.2.1', new Headers({ 'x-forwarded-for': written.replace(/\d+$/u, '99') }))).toBe(
    forwarded,
  )
})

test('a client whose address cannot be read is stored without one, and counts as the proxy that forwarded it', () => {
  const find = openFinder({ trustedHops: 1 })
  const unreadable = new Headers({ 'x-forwarded-for': 'unknown' })
  const [here, there] = [find('10.0.0.1', unreadable), find('10.0.0.2', unreadable)]
  expect([here.stored, there.stored]).toEqual([undefined, undefined])
  expect(here.bucket).not.toBe(there.bucket)
  expect(find('10.0.0.1', new Headers({ 'x-forwarded-for': '<script>' })).bucket).toBe(here.bucket)
  expect(here.bucket).not.toBe(find('10.0.0.1', new Headers({ 'x-forwarded-for': CLIENT })).bucket)
})

test('a client that edge/web does not know does not count as the proxy in front of it', () => {
  const find = openFinder({ trustedHops: 1 })
  const headers = new Headers({ 'x-push-ip': 'unknown', 'x-forwarded-for': 'garbage, 192.0.2.1' })
  const address = find(PROXY, headers)
  expect([address.stored, address.subscriber]).toEqual([undefined, '192.0.2.1'])
})
