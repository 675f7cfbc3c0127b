// A likeness has 64 bits, written as 16 hex digits: four bands of 16 bits.
const BANDS = 4
const BAND_DIGITS = 4
const BAND_BITS = 16
const LIKENESS = /^[0-9a-f]{16}$/u

/** Two pictures whose likenesses differ in more bits do not look alike. */
export const LIKENESS_BITS_MAX = 6

/**
 * The bands of a likeness, each with its place. They are indexed. Of two likenesses that differ in at most six bits, one band
 * differs in at most one bit, because there are four bands.
 *
 * @example
 * ```ts
 * bandsOf('0123456789abcdef') // => ['0:0123', '1:4567', '2:89ab', '3:cdef']
 * bandsOf('') // => []
 * ```
 */
export function bandsOf(likeness: string): string[] {
  if (!LIKENESS.test(likeness)) return []
  return Array.from(
    { length: BANDS },
    (_, place) => `${place}:${likeness.slice(place * BAND_DIGITS, (place + 1) * BAND_DIGITS)}`,
  )
}

/** All bands that differ in at most one bit from one of a likeness: 68 of them find everything that looks alike. */
export function bandsNear(likeness: string): string[] {
  return bandsOf(likeness).flatMap((band) => {
    const [place = '', digits = ''] = band.split(':')
    const bits = Number.parseInt(digits, 16)
    const near = Array.from({ length: BAND_BITS }, (_, bit) => bits ^ (1 << bit))
    return [bits, ...near].map((each) => `${place}:${each.toString(16).padStart(BAND_DIGITS, '0')}`)
  })
}

/**
 * The number of bits in which two likenesses differ; infinite when one of them is unknown.
 *
 * @example
 * ```ts
 * differingBits('0000000000000000', '000000000000000f') // => 4
 * differingBits('', '000000000000000f') // => Infinity
 * ```
 */
export function differingBits(one: string, other: string): number {
  if (!LIKENESS.test(one) || !LIKENESS.test(other)) return Infinity
  let rest = BigInt(`0x${one}`) ^ BigInt(`0x${other}`)
  let bits = 0
  for (; rest > 0n; rest &= rest - 1n) bits += 1
  return bits
}
