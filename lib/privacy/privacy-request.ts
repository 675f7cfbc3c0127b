import type { Params } from '#lib/events/event.ts'

/** How events are handled if their sender asks not to be tracked. */
export type PrivacyPolicy = 'anonymise' | 'drop' | 'off'

const IN_QUERY = 'dnt=1'

/**
 * True when a request asks not to be tracked, by Global Privacy Control (https://w3c.github.io/gpc/), by Do Not Track, or by
 * `dnt=1` in its query.
 *
 * @example
 * ```ts
 * asksForPrivacy(new Request('http://localhost/t/w?dnt=1')) // => true
 * asksForPrivacy(new Request('http://localhost/t/w', { headers: { 'sec-gpc': '1' } })) // => true
 * asksForPrivacy(new Request('http://localhost/t/w?adnt=1')) // => false
 * ```
 */
export function asksForPrivacy({ url, headers }: Request): boolean {
  return headers.get('sec-gpc') === '1' || headers.get('dnt') === '1' || isInQuery(url)
}

/**
 * True when the param `dnt` of an event asks not to be tracked. If it has several values, one is enough.
 *
 * @example
 * ```ts
 * isPrivate({ dnt: '1' }) // => true
 * isPrivate({ dnt: ['0', '1'] }) // => true
 * isPrivate({ dnt: 0 }) // => false
 * ```
 */
export function isPrivate({ dnt }: Params): boolean {
  return isYes(dnt) || (Array.isArray(dnt) && dnt.some(isYes))
}

// A client may send true as JSON or as text.
function isYes(value: unknown): boolean {
  return value === '1' || value === 1 || value === true || value === 'true'
}

function isInQuery(url: string): boolean {
  const at = url.indexOf(IN_QUERY)
  if (at === -1) return false
  return /[?&]dnt=1(?:[&#]|$)/u.test(url)
}
