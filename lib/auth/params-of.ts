import { cutText } from '#lib/text/cut-text.ts'

const SHOWN_LENGTH = 10
const LONG_LENGTH = 64
const LONG_SHOWN_LENGTH = 32

/**
 * What stands in a path for the parameters of its route, as it may be written down: of a write key no more than tells which
 * it is, and of what is longer than an id of ours, be it a token in the wrong place, its beginning.
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
    // Not escaped the way it should be: as it came.
    return part
  }
}
