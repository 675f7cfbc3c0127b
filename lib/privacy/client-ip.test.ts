import { describe, expect, test } from 'vitest'
import { applyIpPolicy, clientIp, countedIp } from '#lib/privacy/client-ip.ts'

const CLIENT = '198.51.100.7'
const SPOOFED = '6.6.6.6'

describe('clientIp()', () => {
  test.each([
    ['no proxy, no header', CLIENT, undefined, 0],
    ['no proxy: what the client says is not believed', CLIENT, SPOOFED, 0],
    ['no proxy, a long header', CLIENT, `${SPOOFED}, ${SPOOFED}, ${SPOOFED}`, 0],
    ['one proxy', '10.0.0.1', CLIENT, 1],
    ['one proxy, the client adds addresses', '10.0.0.1', `${SPOOFED}, ${CLIENT}`, 1],
    ['two proxies, the client adds addresses', '10.0.0.2', `${SPOOFED}, ${SPOOFED}, ${CLIENT}, 10.0.0.1`, 2],
    ['one proxy, empty parts', '10.0.0.1', ` , ,${CLIENT} ,`, 1],
    ['more trusted proxies than addresses', '10.0.0.1', CLIENT, 5],
    ['a trusted proxy without a header', CLIENT, undefined, 1],
  ])('%s', (_, peer, forwardedFor, trustedHops) => {
    expect(clientIp({ peer, forwardedFor, trustedHops })).toBe(CLIENT)
  })

  test.each([
    'localhost',
    'unknown',
    '_hidden',
    '198.51.100.7:port',
    '198.51.100.7:1234567',
    '[198.51.100.7',
    '[2001:db8::1]443',
    '<script>',
    '0306.0x33.100.7',
    'a'.repeat(9_999),
  ])('text that is not an address gives undefined: %.30s', (forwardedFor) => {
    expect(clientIp({ peer: '10.0.0.1', forwardedFor, trustedHops: 1 })).toBeUndefined()
  })

  test('is undefined if the runtime does not know the peer', () => {
    expect(clientIp({ peer: undefined, forwardedFor: SPOOFED, trustedHops: 0 })).toBeUndefined()
  })

  test('an IPv4 client of a dual-stack socket has an IPv4 address', () => {
    expect(clientIp({ peer: `::ffff:${CLIENT}`, forwardedFor: undefined, trustedHops: 0 })).toBe(CLIENT)
  })
})

describe('an address as proxies write it', () => {
  test.each([
    ['203.0.113.7:54321', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:DB8:0:0::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[::ffff:203.0.113.7]:80', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::1%eth0.100', 'fe80::1'],
    ['fe80::1%br-lan', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
  ])('%s is %s', (written, address) => {
    for (const before of ['', `${SPOOFED}, `, `${SPOOFED}:1, unknown, `]) {
      const forwardedFor = `${before}${written}`
      expect(clientIp({ peer: '10.0.0.1', forwardedFor, trustedHops: 1 })).toBe(address)
      const twice = { peer: '10.0.0.1', forwardedFor: `${forwardedFor} , 10.0.0.2:80`, trustedHops: 2 }
      expect(clientIp(twice)).toBe(address)
    }
  })
})

describe('countedIp()', () => {
  test.each([
    ['its own address, if readable', `${SPOOFED}, ${CLIENT}:5000, 10.0.0.2`, CLIENT],
    ['the proxy that saw it', `${SPOOFED}, unknown, 10.0.0.2:443`, '10.0.0.2'],
    ['the peer, if that is unreadable too', `${SPOOFED}, unknown, proxy.internal`, '10.0.0.1'],
  ])('is %s', (_, forwardedFor, counted) => {
    expect(countedIp({ peer: '10.0.0.1', forwardedFor, trustedHops: 2 })).toBe(counted)
  })

  test('ignores X-Forwarded-For without trusted proxies', () => {
    expect(countedIp({ peer: '10.0.0.1', forwardedFor: SPOOFED, trustedHops: 0 })).toBe('10.0.0.1')
    expect(countedIp({ peer: undefined, forwardedFor: SPOOFED, trustedHops: 0 })).toBeUndefined()
  })
})

test('applyIpPolicy() returns the network, the address, or undefined', () => {
  expect(applyIpPolicy(CLIENT, 'truncate')).toBe('198.51.100.0')
  expect(applyIpPolicy(CLIENT, 'keep')).toBe(CLIENT)
  expect(applyIpPolicy(CLIENT, 'drop')).toBeUndefined()
  expect(applyIpPolicy(undefined, 'keep')).toBeUndefined()
})
