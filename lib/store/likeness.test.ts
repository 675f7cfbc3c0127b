import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandsNear, bandsOf, differingBits, LIKENESS_BITS_MAX } from '#lib/store/likeness.ts'

const likenesses = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const flips = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: LIKENESS_BITS_MAX })
const textOf = (bits: bigint) => bits.toString(16).padStart(16, '0')

test('what differs in at most six bits shares a near band, and the bits are counted', () => {
  fc.assert(
    fc.property(likenesses, flips, (bits, places) => {
      const other = textOf(places.reduce((changed, place) => changed ^ (1n << BigInt(place)), bits))
      expect(differingBits(textOf(bits), other)).toBe(places.length)
      const near = new Set(bandsNear(textOf(bits)))
      expect(bandsOf(other).some((band) => near.has(band))).toBe(true)
    }),
  )
})

test('an unknown likeness has no bands', () => {
  for (const unknown of ['', 'xyz', '0'.repeat(15)]) expect(bandsNear(unknown)).toEqual([])
})
