import { InvalidArgumentError } from 'commander'
import { allCities, cityNamed } from '#lib/cities/city-named.ts'
import type { City } from '#lib/cities/city.ts'
import { withoutEndSlashes } from '#lib/http/without-end-slashes.ts'
import { personId } from '#lib/http/wire-schemas.ts'

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** Parses a duration such as `500ms`, `10s`, `5m` or `1h`; returns milliseconds. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/u.exec(text) ?? []
  const durationMs = Number(amount) * (UNITS_MS[unit ?? ''] ?? Number.NaN)
  if (durationMs > 0) return durationMs
  throw new InvalidArgumentError('It must be a duration such as 500ms, 10s, 5m or 1h.')
}

/** Creates a parser of whole numbers from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
  }
}

/** Creates a parser of numbers above 0, up to `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}(?:\.\d{1,9})?$/u.test(text) ? Number(text) : Number.NaN
    if (value > 0 && value <= max) return value
    throw new InvalidArgumentError(`It must be a number above 0, at most ${max}.`)
  }
}

/** Finds a city of our list by its name. */
export function parseCity(text: string): City {
  const city = cityNamed(text)
  if (city !== undefined) return city
  throw new InvalidArgumentError(`It must be one of ${allCities.map(({ name }) => name).join(', ')}.`)
}

/** Parses the base URL of a platform; removes slashes at its end. */
export function parseUrl(text: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol))
    return withoutEndSlashes(text)
  throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:5123.')
}

/** Parses the id of a person. */
export function personNamed(text: string): string {
  const parsed = personId.safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is no id of a person'}.`)
}
