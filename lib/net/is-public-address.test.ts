import { expect, test } from 'vitest'
import { isPublicAddress } from '#lib/net/is-public-address.ts'

test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '2001:4860:4860::8888', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

const NOT_PUBLIC = {
  loopback: ['127.0.0.1', '127.255.0.1', '::1'],
  private: ['10.1.1.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12::1'],
  'link-local': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
  'site-local': ['fec0::1'],
  'shared by a provider': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmarks: ['198.18.0.1', '2001:2::1'],
  reserved: [
    '0.0.0.0',
    '0.1.2.3',
    '192.0.0.1',
    '192.88.99.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '100::1',
  ],
  'not assigned': ['4000::1', '100:0:0:1::1'],
  'IPv4 in IPv6': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:7f00:1', '::127.0.0.1', '::7f00:1'],
  'NAT64 and tunnels': ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '2002:7f00:1::', '2001::1'],
  'another spelling': ['127.1', '0x7f000001', '2130706433', '0177.0.0.1', 'localhost', '', ' '],
}

test.each(Object.entries(NOT_PUBLIC).flatMap(([kind, list]) => list.map((address) => [kind, address])))(
  '%s: "%s" is not public',
  (_, address) => {
    expect(isPublicAddress(address)).toBe(false)
  },
)
