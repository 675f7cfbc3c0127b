import type { Random } from './seeded.ts'

const HEX = 16
const TIME_DIGITS = 12
const VARIANTS = ['8', '9', 'a', 'b'] as const

/** An id with the form and the order of `newId()`, from random numbers of a seed. */
export function seededId(timeMs: number, random: Random): string {
  const time = timeMs.toString(HEX).padStart(TIME_DIGITS, '0')
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * HEX).toString(HEX)).join('')
  const variant = VARIANTS[Math.floor(random() * VARIANTS.length)] ?? '8'
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-${variant}${digits(3)}-${digits(12)}`
}
