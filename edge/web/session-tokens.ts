import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { readPersonToken, TOKEN_SECONDS, type PersonClaims } from '#lib/auth/tokens.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'
import type { SessionCookies } from './split-cookies.ts'

/** The answer of accounts for a session. */
export interface GivenToken {
  readonly token: string
  /** `Set-Cookie` headers for the browser; they renew the session cookie before it expires. */
  readonly setCookies: readonly string[]
}

/** Tokens for sessions, cached until shortly before they expire. */
export interface SessionTokens {
  /**
   * The token with which a session calls a station; undefined when accounts knows no such session.
   *
   * @throws {UnavailableError} when accounts does not answer.
   */
  tokenFor(session: SessionCookies, station: StationName): Promise<GivenToken | undefined>
  /** Removes the tokens of a session from the cache, also those that are being requested. */
  forget(session: SessionCookies): void
}

/** The dependencies of the cache. */
export interface SessionTokensOptions {
  readonly accountsUrl: string
  readonly publicOrigin: string
  /** True if a token is invalid because its session ended; without this function, no token is. */
  readonly isEnded?: (claims: PersonClaims) => boolean
}

const CACHED_MAX = 20_000
// A token must still be valid when the call arrives at its station.
const SPARE_SECONDS = 30
const ANSWER_MS_MAX = 5_000

const answerSchema = z.object({ token: z.string() })

/** Opens the cache. Concurrent calls for the same token share one request to accounts. */
export function openSessionTokens(options: SessionTokensOptions): SessionTokens {
  const { accountsUrl, publicOrigin, isEnded = () => false } = options
  const cached = new LRUCache<string, Promise<GivenToken | undefined>>({
    max: CACHED_MAX,
    ttl: (TOKEN_SECONDS - SPARE_SECONDS) * 1_000,
  })

  async function ask({ header }: SessionCookies, station: StationName): Promise<GivenToken | undefined> {
    const response = await post(header, station)
    if (response.status === 401) return undefined
    if (!response.ok) throw new UnavailableError(`Cannot get a token: accounts answered ${response.status}`)
    const { token } = answerSchema.parse(await response.json())
    return { token, setCookies: response.headers.getSetCookie() }
  }

  async function post(cookie: string, audience: StationName): Promise<Response> {
    try {
      return await fetch(new URL('/accounts/tokens', accountsUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: publicOrigin, cookie },
        body: JSON.stringify({ audience }),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
    } catch (error) {
      throw new UnavailableError(`Cannot get a token from accounts: ${messageOf(error)}`, { cause: error })
    }
  }

  function isInvalid({ token }: GivenToken): boolean {
    const claims = readPersonToken(token)
    return claims !== undefined && isEnded(claims)
  }

  /** Requests a token, and caches the promise, so that concurrent calls share one request. */
  async function askOnce(session: SessionCookies, station: StationName): Promise<GivenToken | undefined> {
    const key = keyOf(session, station)
    const asked = ask(session, station)
    cached.set(key, asked)
    const isStillCached = () => cached.peek(key) === asked
    try {
      const given = await asked
      // An unknown session takes no space in the cache. The cookies of an answer go to one caller only.
      if (given === undefined && isStillCached()) cached.delete(key)
      if (given !== undefined && isStillCached())
        cached.set(key, Promise.resolve({ ...given, setCookies: [] }), { noUpdateTTL: true })
      return given
    } catch (error) {
      if (isStillCached()) cached.delete(key)
      throw error
    }
  }

  return {
    async tokenFor(session, station) {
      const key = keyOf(session, station)
      const known = cached.get(key)
      if (known === undefined) return askOnce(session, station)
      const given = await known
      if (given === undefined || !isInvalid(given)) return given
      // The session ended: request a new token, because accounts decides whether the session exists. Concurrent calls share the request.
      if (cached.peek(key) === known) cached.delete(key)
      return cached.get(key) ?? askOnce(session, station)
    },
    forget(session) {
      for (const station of STATION_NAMES) cached.delete(keyOf(session, station))
    },
  }
}

// A hash, so that the cookie itself does not stay in memory as long as its token.
function keyOf({ token }: SessionCookies, station: StationName): string {
  return `${createHash('sha256').update(token).digest('base64url')} ${station}`
}
