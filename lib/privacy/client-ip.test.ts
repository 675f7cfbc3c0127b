import { describe, expect, test } from 'vitest'
import { applyIpPolicy, clientIp } from '#lib/privacy/client-ip.ts'

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
    ['more proxies trusted than there are', '10.0.0.1', CLIENT, 5],
    ['a proxy trusted that is not there', CLIENT, undefined, 1],
  ])('%s', (_, peer, forwardedFor, trustedHops) => {
    expect(clientIp({ peer, forwardedFor, trustedHops })).toBe(CLIENT)
  })

  test.each([
    'localhost',
    'unknown',
    '_hidden',
    '198.51.100.7:1234',
    '<script>',
    '0306.0x33.100.7',
    'a'.repeat(9_999),
  ])('what is no address is nobody: %.30s', (forwardedFor) => {
    expect(clientIp({ peer: '10.0.0.1', forwardedFor, trustedHops: 1 })).toBeUndefined()
  })

  test('is undefined where the runtime does not tell the peer', () => {
    expect(clientIp({ peer: undefined, forwardedFor: SPOOFED, trustedHops: 0 })).toBeUndefined()
  })

  test('an IPv4 client of a dual-stack socket is an IPv4 client', () => {
    expect(clientIp({ peer: `::ffff:${CLIENT}`, forwardedFor: undefined, trustedHops: 0 })).toBe(CLIENT)
  })
})

test('applyIpPolicy() keeps the network, the address, or nothing', () => {
  expect(applyIpPolicy(CLIENT, 'truncate')).toBe('198.51.100.0')
  expect(applyIpPolicy(CLIENT, 'keep')).toBe(CLIENT)
  expect(applyIpPolicy(CLIENT, 'drop')).toBeUndefined()
  expect(applyIpPolicy(undefined, 'keep')).toBeUndefined()
})
