import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin, readNetwork, type Network } from '#lib/privacy/networks.ts'

function networksOf(...texts: string[]): Network[] {
  return texts.map(readNetwork).filter((network) => network !== undefined)
}

describe('readNetwork()', () => {
  test.each(['10.0.0.0/8', '10.1.2.3', '0.0.0.0/0', '::1', 'fd00::/8', '2001:db8::/128', '::ffff:10.0.0.1'])(
    'reads %s',
    (text) => {
      expect(readNetwork(text)).toBeDefined()
    },
  )

  test.each([
    '',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '::/129',
    '10/8',
    '0x0a.0.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    'web',
  ])('rejects %j', (text) => {
    expect(readNetwork(text)).toBeUndefined()
  })
})

describe('isWithin()', () => {
  test.each([
    ['10.255.0.1', true],
    ['::ffff:10.0.0.1', true],
    ['11.0.0.1', false],
    ['fd12::1', true],
    ['fe80::1', false],
    ['127.0.0.1', true],
    ['127.0.0.2', false],
    ['10.0.0', false],
    ['localhost', false],
    ['', false],
  ])('%s: %s', (address, is) => {
    expect(isWithin(address, networksOf('10.0.0.0/8', 'fd00::/8', '127.0.0.1'))).toBe(is)
  })

  test('every address is in its own network of any size, and no address is in an empty list', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(32), (address, bits) => {
        expect(isWithin(address, networksOf(`${address}/${bits}`))).toBe(true)
        expect(isWithin(address, [])).toBe(false)
      }),
    )
  })
})
