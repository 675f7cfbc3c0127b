/** A user name and its password. */
export interface BasicCredentials {
  readonly user: string
  readonly password: string
}

const BASIC = 'basic '
const BEARER = 'bearer '

/**
 * The credentials of an `Authorization: Basic …` header; undefined for any other.
 *
 * @example
 * ```ts
 * basicOf(`Basic ${btoa('phone-1:secret')}`) // => { user: 'phone-1', password: 'secret' }
 * basicOf('Bearer a.b.c') // => undefined
 * ```
 */
export function basicOf(authorization: string): BasicCredentials | undefined {
  if (authorization.slice(0, BASIC.length).toLowerCase() !== BASIC) return undefined
  const text = Buffer.from(authorization.slice(BASIC.length), 'base64').toString()
  const at = text.indexOf(':')
  return at === -1 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) }
}

/**
 * The token of an `Authorization: Bearer …` header; undefined for any other.
 *
 * @example
 * ```ts
 * bearerOf('Bearer a.b.c') // => 'a.b.c'
 * bearerOf('Basic eDp5') // => undefined
 * ```
 */
export function bearerOf(authorization: string): string | undefined {
  return authorization.slice(0, BEARER.length).toLowerCase() === BEARER
    ? authorization.slice(BEARER.length).trim()
    : undefined
}
