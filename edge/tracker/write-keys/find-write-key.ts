import { basicOf } from '../protocols/credentials.ts'
import type { RawEvent } from '../read-event.ts'

/** Header in which an app names itself. */
export const WRITE_KEY_HEADER = 'x-push-key'

/** How every write key begins: by that a query's `k` is told from one of the page's own. */
const PREFIX = 'wk_'
const IN_QUERY = `k=${PREFIX}`

/**
 * The write key in the query of a URL, `k`. Keys are made of letters that nobody escapes.
 *
 * @example
 * ```ts
 * keyOfQuery('https://track.example/t/w?wor=king&k=wk_1') // => 'wk_1'
 * keyOfQuery('https://track.example/t/w?k=king') // => undefined
 * ```
 */
export function keyOfQuery(url: string): string | undefined {
  let at = url.indexOf(IN_QUERY)
  while (at > 0 && url[at - 1] !== '?' && url[at - 1] !== '&') at = url.indexOf(IN_QUERY, at + 1)
  if (at <= 0) return undefined
  const from = at + IN_QUERY.length - PREFIX.length
  const end = url.indexOf('&', from)
  return end === -1 ? url.slice(from) : url.slice(from, end)
}

/**
 * The write key that stands where Segment's clients put it: the user name of Basic, with an empty password. Undefined for
 * all other credentials.
 *
 * @example
 * ```ts
 * keyOfBasic(`Basic ${btoa('wk_1:')}`) // => 'wk_1'
 * keyOfBasic(`Basic ${btoa('admin:secret')}`) // => undefined
 * keyOfBasic('Bearer a.b.c') // => undefined
 * ```
 */
export function keyOfBasic(authorization: string): string | undefined {
  const credentials = basicOf(authorization)
  return credentials?.password === '' && isKey(credentials.user) ? credentials.user : undefined
}

/**
 * True for credentials that name an app and prove nothing: a user name without a password, as Segment's clients send it. Where
 * nobody asks for write keys it is nobody's mistake.
 *
 * @example
 * ```ts
 * namesApp(`Basic ${btoa('anything:')}`) // => true
 * namesApp(`Basic ${btoa('admin:secret')}`) // => false
 * ```
 */
export function namesApp(authorization: string): boolean {
  return basicOf(authorization)?.password === ''
}

/** The same event, without the write key that its call put among its params. */
export function withoutWriteKey(raw: RawEvent): RawEvent {
  const { writeKey: inBody, k: inQuery } = raw.params
  const isInBody = inBody !== undefined && inBody === raw.writeKey
  const isInQuery = isKey(inQuery) || (Array.isArray(inQuery) && inQuery.some(isKey))
  if (!isInBody && !isInQuery) return raw
  const { writeKey: _inBody, k: _inQuery, ...rest } = raw.params
  const own = isInQuery ? [inQuery].flat().filter((each) => !isKey(each)) : [inQuery]
  const params = {
    ...rest,
    ...(!isInBody && inBody !== undefined && { writeKey: inBody }),
    ...(own[0] !== undefined && { k: own.length === 1 ? own[0] : own }),
  }
  return { ...raw, params }
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(PREFIX)
}
