import type { Language } from '#lib/text/language.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const SECONDS_DIGITS = 3

/**
 * A time that something took, to the millisecond. The symbols of its units are the same in all languages.
 *
 * @example
 * ```ts
 * duration(15, 'en') // => '15\u00A0ms'
 * duration(1_250, 'de') // => '1,25\u00A0s'
 * duration(27_060_005, 'en') // => '7\u00A0h 31\u00A0min 0.005\u00A0s'
 * ```
 */
export function duration(ms: number, language: Language): string {
  if (ms < SECOND_MS) return `${Math.round(ms)}\u00A0ms`
  const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: SECONDS_DIGITS })
  const parts = [
    ...(ms >= HOUR_MS ? [`${Math.floor(ms / HOUR_MS)}\u00A0h`] : []),
    ...(ms >= MINUTE_MS ? [`${Math.floor((ms % HOUR_MS) / MINUTE_MS)}\u00A0min`] : []),
    `${seconds.format((ms % MINUTE_MS) / SECOND_MS)}\u00A0s`,
  ]
  return parts.join(' ')
}
