import { parseAccept } from 'hono/utils/accept'

// Longer than what any browser sends; strangers may send as much as a header can hold.
const HEADER_LENGTH_MAX = 1_000

/**
 * True when the client of a request names HTML before JSON in its Accept header, as a browser does that follows a link. A
 * program that takes anything gets JSON.
 *
 * @example
 * ```ts
 * prefersHtml(new Headers({ accept: 'text/html,application/xhtml+xml,*\/*;q=0.8' })) // => true
 * prefersHtml(new Headers({ accept: '*\/*' })) // => false
 * prefersHtml(new Headers()) // => false
 * ```
 */
export function prefersHtml(headers: Headers): boolean {
  const accepted = parseAccept((headers.get('accept') ?? '').slice(0, HEADER_LENGTH_MAX))
  const weightOf = (type: string) => accepted.find((each) => each.type.toLowerCase() === type)?.q
  const html = weightOf('text/html') ?? 0
  // A range says nothing of HTML: programs accept ranges without being able to show a page.
  const json = weightOf('application/json') ?? weightOf('application/*') ?? weightOf('*/*') ?? 0
  return html > 0 && html >= json
}
