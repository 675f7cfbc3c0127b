import * as fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { normalIp, truncateIp } from '#lib/privacy/truncate-ip.ts'

describe('truncateIp()', () => {
  test('keeps three bytes of IPv4 and clears the fourth', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(truncateIp(address)).toBe(address.replace(/\.\d+$/u, '.0'))
      }),
    )
  })

  test('keeps at most 48 bits of IPv6, in any spelling', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const network = ipaddr.parse(truncateIp(address) ?? '')
        const kept = network.kind() === 'ipv4' ? 3 : 6
        expect(network.toByteArray().slice(kept)).toEqual(
          Array.from({ length: network.kind() === 'ipv4' ? 1 : 10 }, () => 0),
        )
        expect(ipaddr.process(address).toByteArray().slice(0, 2)).toEqual(network.toByteArray().slice(0, 2))
      }),
    )
  })

  test.each([
    ['198.51.100.77', '198.51.100.0'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1::'],
    ['::ffff:198.51.100.77', '198.51.100.0'],
    ['::ffff:c633:644d', '198.51.100.0'],
    ['0:0:0:0:0:ffff:198.51.100.77', '198.51.100.0'],
    ['fe80::1%eth0', 'fe80::'],
    ['::1', '::'],
    [' 198.51.100.77 ', '198.51.100.0'],
  ])('%s becomes %s', (address, network) => {
    expect(truncateIp(address)).toBe(network)
  })

  test('keeps at most 24 bits of an IPv4 address inside an IPv6 address', () => {
    // 6to4, NAT64, IPv4-compatible, ISATAP: 198.51.100.77 is c633:644d.
    expect(truncateIp('2002:c633:644d::1')).toBe('2002:c633:6400::')
    for (const address of ['64:ff9b::198.51.100.77', '::198.51.100.77', 'fe80::200:5efe:198.51.100.77']) {
      expect(truncateIp(address)).not.toMatch(/644d|77/u)
    }
  })

  test.each([
    '010.0.0.1',
    '0x7f.0.0.1',
    '127.1',
    '2130706433',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4:80',
    '[2001:db8::1]:80',
    '2001:db8::1::2',
    '::ffff:010.0.0.1',
    'localhost',
    '',
    '1.2.3.4/8',
    '１.2.3.4',
    '1.2.3.4\u0000',
  ])('%j is not an address', (text) => {
    expect(truncateIp(text)).toBeUndefined()
    expect(normalIp(text)).toBeUndefined()
  })
})

test('normalIp() returns one spelling for each address, without its zone', () => {
  for (const spelling of ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:0db8::0001', '2001:db8::1%en0']) {
    expect(normalIp(spelling)).toBe('2001:db8::1')
  }
})
