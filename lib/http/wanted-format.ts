import { parseAccept } from 'hono/utils/accept'

/** The formats of answers, and their media types. */
export const MEDIA_TYPES = {
  json: 'application/json',
  html: 'text/html',
  geojson: 'application/geo+json',
  csv: 'text/csv',
} as const

/** A format of answers, as the parameter `format` names it. */
export type Format = keyof typeof MEDIA_TYPES

/** All formats. */
export const FORMATS = ['json', 'html', 'geojson', 'csv'] as const satisfies readonly Format[]

// Longer than what any browser sends; strangers may send as much as a header can hold.
const HEADER_LENGTH_MAX = 1_000

/**
 * The format in which a client wants an answer: the one that it asks for by the parameter `format`, or the one with the most
 * weight in its Accept header; of several with the same weight, the first of those that are offered. JSON is offered always and
 * last. Only a format that the header names is chosen: a range such as `*\/*` means JSON, because programs accept ranges
 * without being able to show a page.
 *
 * @example
 * ```ts
 * const accept = 'text/html,application/xhtml+xml,*\/*;q=0.8'
 * wantedFormat(new Headers({ accept }), ['html']) // => 'html'
 * wantedFormat(new Headers({ accept: '*\/*' }), ['html']) // => 'json'
 * wantedFormat(new Headers({ accept }), ['html', 'csv'], 'csv') // => 'csv'
 * ```
 */
export function wantedFormat<Offered extends Format>(
  headers: Headers,
  offered: readonly Offered[],
  asked?: Offered | 'json',
): Offered | 'json' {
  if (asked !== undefined) return asked
  const accepted = parseAccept((headers.get('accept') ?? '').slice(0, HEADER_LENGTH_MAX))
  const weightOf = (type: string) => accepted.find((each) => each.type.toLowerCase() === type)?.q
  // JSON is among the types of a range.
  const json = weightOf(MEDIA_TYPES.json) ?? weightOf('application/*') ?? weightOf('*/*') ?? 0
  let best: { readonly format: Offered | 'json'; readonly weight: number } = { format: 'json', weight: 0 }
  for (const format of offered) {
    const weight = weightOf(MEDIA_TYPES[format]) ?? 0
    if (weight > best.weight && weight >= json) best = { format, weight }
  }
  return best.format
}
