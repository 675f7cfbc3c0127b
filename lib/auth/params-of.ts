import { cutText } from '#lib/text/cut-text.ts'

const SHOWN_LENGTH = 10
const LONG_LENGTH = 64
const LONG_SHOWN_LENGTH = 32

/**
 * The path parameters of a request, shortened for the audit log. A write key is cut to its first characters, which distinguish it from others. A value
 * longer than our ids, such as a token in the wrong place, is cut to its beginning.
 *
 * @example
 * ```ts
 * paramsOf('/accounts/people/:person', '/accounts/people/ada') // => { person: 'ada' }
 * paramsOf('/accounts/write-keys/:key', '/accounts/write-keys/wk_abcdefghijkl') // => { key: 'wk_abcdefg…' }
 * ```
 */
export function paramsOf(route: string, path: string): Readonly<Record<string, string>> {
  const parts = path.split('/')
  return Object.fromEntries(
    route
      .split('/')
      .map((name, place) => [name, parts[place] ?? ''] as const)
      .filter(([name]) => name.startsWith(':'))
      .map(([name, part]) => [name.slice(1), shown(decoded(part))]),
  )
}

function shown(text: string): string {
  if (text.startsWith('wk_')) return cut(text, SHOWN_LENGTH)
  return text.length > LONG_LENGTH ? cut(text, LONG_SHOWN_LENGTH) : text
}

function cut(text: string, length: number): string {
  return text.length > length ? `${cutText(text, length)}…` : text
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // The escape sequence is not valid: keep the text as it is.
    return part
  }
}
