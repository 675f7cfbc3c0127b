import { timingSafeEqual } from 'node:crypto'
import { ANONYMOUS, type Caller } from '#lib/auth/caller.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyPersonToken, verifyServiceToken, type PersonClaims } from '#lib/auth/tokens.ts'
import { ProblemError } from '#lib/http/problem.ts'

/** What a station needs to identify a caller. */
export interface Identifier {
  readonly keys: KeyRing
  /** The name of this station in the `aud` of tokens. */
  readonly audience: string
  /** Password of the user `admin`. If it is empty, nobody can sign in with a password. */
  readonly adminPassword: string
  /** Whether a person's account was deleted. Stations that keep no data about people omit it. */
  readonly isErased?: (person: string) => boolean | Promise<boolean>
  /** Whether a person's token is invalid because its session ended. */
  readonly isEnded?: (claims: PersonClaims) => boolean | Promise<boolean>
}

/** Runs a check of the admin's password, or refuses to. */
export type TryPassword = <Result>(make: () => Result | undefined) => Result | undefined

/**
 * Identifies the caller by the Authorization header: a bearer token of a person or a service, or the admin's password.
 * Without the header the caller is `ANONYMOUS`.
 *
 * @throws {ProblemError} 401 when the header is present but not valid.
 */
export async function identify(
  authorization: string | undefined,
  known: Identifier,
  tryPassword: TryPassword = (make) => make(),
): Promise<Caller> {
  if (authorization === undefined || authorization === '') return ANONYMOUS
  const [, scheme, credentials] = /^(Bearer|Basic) +(\S+)$/iu.exec(authorization) ?? []
  const caller =
    credentials === undefined
      ? undefined
      : scheme?.toLowerCase() === 'basic'
        ? tryPassword(() => admin(credentials, known.adminPassword))
        : await bearer(credentials, known)
  if (caller === undefined)
    throw unauthorized('The Authorization header is not valid: it is wrong or has expired')
  return caller
}

/**
 * True for the scheme of the admin's password. Browsers send such credentials again automatically.
 *
 * @example
 * ```ts
 * isBasic('basic YWRtaW46') // => true
 * isBasic('Bearer a.b.c') // => false
 * ```
 */
export function isBasic(authorization: string): boolean {
  return /^basic\b/iu.test(authorization)
}

/** A 401 that lets browsers ask for the admin's password. */
export function unauthorized(detail: string): ProblemError {
  return new ProblemError({
    status: 401,
    code: 'unauthorized',
    detail,
    headers: { 'www-authenticate': 'Basic realm="pushtech", charset="UTF-8"' },
  })
}

async function bearer(token: string, known: Identifier): Promise<Caller | undefined> {
  const { keys, audience, isErased, isEnded } = known
  const claims = await verifyPersonToken(keys, token, audience)
  if (claims !== undefined) {
    // A token can outlive its account by minutes. Nothing may be stored under a deleted account.
    if ((await isErased?.(claims.person)) === true) throw unauthorized('This account was deleted')
    if ((await isEnded?.(claims)) === true) throw unauthorized('The session of this token has ended')
    const { role, person } = claims
    return { role, person }
  }
  const service = await verifyServiceToken(keys, token, audience)
  return service === undefined ? undefined : { role: 'service', service }
}

function admin(credentials: string, password: string): Caller | undefined {
  if (password === '') return undefined
  const given = Buffer.from(credentials, 'base64')
  const expected = Buffer.from(`admin:${password}`)
  // Both are padded to one length, so that the time of the comparison does not reveal the length of the password.
  const length = Math.max(given.length, expected.length)
  const isEqual =
    timingSafeEqual(padded(given, length), padded(expected, length)) && given.length === expected.length
  return isEqual ? { role: 'admin', person: 'admin' } : undefined
}

function padded(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
}
