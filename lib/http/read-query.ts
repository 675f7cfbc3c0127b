/** The fields of a query string: text, or a list when a name occurs more than once. */
export type QueryFields = Record<string, string | string[]>

/**
 * Reads a query string into an object, as `URLSearchParams` does (https://url.spec.whatwg.org/#urlencoded-parsing), but several
 * times faster when nothing is escaped.
 *
 * @example
 * ```ts
 * ({ ...readQuery('a=1&b=x%20y&a=2') }) // => { a: ['1', '2'], b: 'x y' }
 * ```
 */
export function readQuery(query: string): QueryFields {
  // No prototype: a field may have any name, also `__proto__`.
  const fields = emptyFields()
  if (query === '') return fields
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = unescape(at === -1 ? pair : pair.slice(0, at))
    const value = at === -1 ? '' : unescape(pair.slice(at + 1))
    const before = fields[name]
    if (before === undefined) fields[name] = value
    else if (typeof before === 'string') fields[name] = [before, value]
    else before.push(value)
  }
  return fields
}

function unescape(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  // The platform's parser keeps an invalid escape as it is, and turns bytes that are not UTF-8 into U+FFFD.
  return new URLSearchParams(`x=${text}`).get('x') ?? ''
}

function emptyFields(): QueryFields {
  const fields: QueryFields = {}
  Object.setPrototypeOf(fields, null)
  return fields
}
