import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPart } from '#lib/spool/read-part.ts'
import { encodeRecords, SEGMENT_MAGIC } from '#lib/spool/segment-format.ts'

const ALL = { valuesMax: 1e9, bytesMax: 1e9 }

// Any output of JSON.stringify: it escapes control characters.
const value = fc.json()
const values = fc.array(value, { minLength: 1, maxLength: 20 })

const segmentOf = (texts: readonly string[]) => Buffer.concat([SEGMENT_MAGIC, encodeRecords(texts)])

/** Where each record ends. */
function ends(texts: readonly string[]): number[] {
  return texts.map((_, index) => segmentOf(texts.slice(0, index + 1)).length)
}

test('the format is as documented', () => {
  // A CRC from another implementation: python3 -c "import zlib; print(hex(zlib.crc32(b'\x02\0\0\0{}')))"
  expect(segmentOf(['{}']).toString('hex')).toBe(
    `${Buffer.from('PUSHSPL1').toString('hex')}0200000014ad751e7b7d`,
  )
})

test('a segment that is cut off at any byte gives its whole records, and nothing else', () => {
  fc.assert(
    fc.property(values, fc.nat(), (texts, cut) => {
      const whole = segmentOf(texts)
      const at = cut % (whole.length + 1)
      const part = readPart(whole.subarray(0, at), 0, ALL)
      const wholeCount = ends(texts).filter((end) => end <= at).length
      expect(part.values).toEqual(texts.slice(0, wholeCount))
      expect(part.damagedBytes).toBe(0)
      expect(part.end).toBe(at)
    }),
  )
})

test('a flipped bit damages only its own record', () => {
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(7), (texts, place, bit) => {
      const bytes = segmentOf(texts)
      const at = SEGMENT_MAGIC.length + (place % (bytes.length - SEGMENT_MAGIC.length))
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      const hit = ends(texts).findIndex((end) => at < end)
      const part = readPart(bytes, 0, ALL)
      expect(part.values).toEqual(texts.filter((_, index) => index !== hit))
      expect(part.damagedBytes + part.tornBytes).toBe(encodeRecords([texts[hit] ?? '']).length)
    }),
  )
})

test('parts of any size give all values in their order', () => {
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 100 }),
      (texts, valuesMax, bytesMax) => {
        const bytes = segmentOf(texts)
        const read: string[] = []
        for (let at = 0; at < bytes.length;) {
          const part = readPart(bytes, at, { valuesMax, bytesMax })
          expect(part.values.length).toBeGreaterThan(0)
          expect(part.values.length).toBeLessThanOrEqual(valuesMax)
          read.push(...part.values)
          at = part.end
        }
        expect(read).toEqual(texts)
      },
    ),
  )
})
