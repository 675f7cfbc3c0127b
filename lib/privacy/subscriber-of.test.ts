import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'

test.each([
  ['198.51.100.77', '198.51.100.77'],
  ['::ffff:198.51.100.77', '198.51.100.77'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:DB8:1:2::', '2001:db8:1:2::'],
  ['fe80::1%eth0', 'fe80::'],
  ['unknown', undefined],
  ['', undefined],
  [`2001:db8::1${' '.repeat(60)}`, undefined],
])('%s belongs to %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber)
})

test('all addresses of one /64 have one subscriber, those of two have two', () => {
  const part = fc.nat(0xffff).map((number) => number.toString(16))
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 4, maxLength: 4 }),
      fc.array(part, { minLength: 4, maxLength: 4 }),
      (host, other) => {
        expect(subscriberOf(`2001:db8:0:1:${host.join(':')}`)).toBe('2001:db8:0:1::')
        expect(subscriberOf(`2001:db8:0:2:${other.join(':')}`)).toBe('2001:db8:0:2::')
      },
    ),
  )
})
