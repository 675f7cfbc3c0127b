import { basicOf } from '../protocols/credentials.ts'
import type { RawEvent } from '../read-event.ts'

/** Header with the write key of an app. */
export const WRITE_KEY_HEADER = 'x-push-key'

/** Prefix of every write key. It distinguishes our `k` in a query from one that the page uses itself. */
const PREFIX = 'wk_'
// Our name, and RudderStack's.
const NAMES_IN_QUERY = ['k', 'writeKey'] as const

/**
 * The write key in the query of a URL, as `k` or `writeKey`. Keys have only characters that need no escaping.
 *
 * @example
 * ```ts
 * keyOfQuery('https://track.example/t/w?wor=king&k=wk_1') // => 'wk_1'
 * keyOfQuery('https://track.example/beacon/v1/batch?writeKey=wk_1') // => 'wk_1'
 * keyOfQuery('https://track.example/t/w?k=king') // => undefined
 * ```
 */
export function keyOfQuery(url: string): string | undefined {
  for (const name of NAMES_IN_QUERY) {
    const key = keyNamed(`${name}=${PREFIX}`, url)
    if (key !== undefined) return key
  }
  return undefined
}

function keyNamed(start: string, url: string): string | undefined {
  let at = url.indexOf(start)
  while (at > 0 && url[at - 1] !== '?' && url[at - 1] !== '&') at = url.indexOf(start, at + 1)
  if (at <= 0) return undefined
  const from = at + start.length - PREFIX.length
  const end = url.indexOf('&', from)
  return end === -1 ? url.slice(from) : url.slice(from, end)
}

/**
 * The write key in Basic credentials, as Segment's clients send it: the user name, with an empty password. Undefined for other
 * credentials.
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
 * True for credentials that only name an app: a user name without a password, as Segment's clients send it. They are ignored if
 * write keys are not checked.
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

/** The event without its write key among its params. */
export function withoutWriteKey(raw: RawEvent): RawEvent {
  const { params } = raw
  const isKeyOfBody = params['writeKey'] !== undefined && params['writeKey'] === raw.writeKey
  const holding = NAMES_IN_QUERY.filter((name) => holdsKey(params[name]))
  if (!isKeyOfBody && holding.length === 0) return raw
  const entries = Object.entries(params).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'writeKey' && isKeyOfBody) return []
    if (!holding.some((held) => held === name)) return [[name, value]]
    const own = [value].flat().filter((each) => !isKey(each))
    return own.length === 0 ? [] : [[name, own.length === 1 ? own[0] : own]]
  })
  return { ...raw, params: Object.fromEntries(entries) }
}

function holdsKey(value: unknown): boolean {
  return isKey(value) || (Array.isArray(value) && value.some(isKey))
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(PREFIX)
}
