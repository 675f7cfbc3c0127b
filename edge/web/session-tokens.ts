import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { readPersonToken, TOKEN_SECONDS, type PersonClaims } from '#lib/auth/tokens.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'
import type { SessionCookies } from './split-cookies.ts'

/** What a session got from accounts. */
export interface GivenToken {
  readonly token: string
  /** Keep the session's own cookie from running out; for the browser. */
  readonly setCookies: readonly string[]
}

/** Tokens for sessions, remembered until shortly before they expire. */
export interface SessionTokens {
  /**
   * The token with which a session calls a station; undefined when accounts knows no such session.
   *
   * @throws {UnavailableError} when accounts cannot say.
   */
  tokenFor(session: SessionCookies, station: StationName): Promise<GivenToken | undefined>
  /** Forgets what a session was given, also what it is being given. */
  forget(session: SessionCookies): void
}

/** Whom to ask. */
export interface SessionTokensOptions {
  readonly accountsUrl: string
  readonly publicOrigin: string
  /** Whether a token is invalid, because the session that it was given for ended; without it none is. */
  readonly isEnded?: (claims: PersonClaims) => boolean
}

const REMEMBERED_MAX = 20_000
// A call that begins with a token must still be in time at its station.
const SPARE_SECONDS = 30
const ANSWER_MS_MAX = 5_000

const answerSchema = z.object({ token: z.string() })

/** Asks accounts for tokens; many who want the same at once are one question. */
export function openSessionTokens(options: SessionTokensOptions): SessionTokens {
  const { accountsUrl, publicOrigin, isEnded = () => false } = options
  const remembered = new LRUCache<string, Promise<GivenToken | undefined>>({
    max: REMEMBERED_MAX,
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

  function isVoid({ token }: GivenToken): boolean {
    const claims = readPersonToken(token)
    return claims !== undefined && isEnded(claims)
  }

  /** Asks, and remembers what is on its way, so that many who want the same ask once. */
  async function askOnce(session: SessionCookies, station: StationName): Promise<GivenToken | undefined> {
    const key = keyOf(session, station)
    const asked = ask(session, station)
    remembered.set(key, asked)
    const isStillKnown = () => remembered.peek(key) === asked
    try {
      const given = await asked
      // What is no session takes no room from those that are; and a cookie is handed out once.
      if (given === undefined && isStillKnown()) remembered.delete(key)
      if (given !== undefined && isStillKnown())
        remembered.set(key, Promise.resolve({ ...given, setCookies: [] }), { noUpdateTTL: true })
      return given
    } catch (error) {
      if (isStillKnown()) remembered.delete(key)
      throw error
    }
  }

  return {
    async tokenFor(session, station) {
      const key = keyOf(session, station)
      const known = remembered.get(key)
      if (known === undefined) return askOnce(session, station)
      const given = await known
      if (given === undefined || !isVoid(given)) return given
      // What it was given for ended elsewhere: accounts says whether there is a session still. Of many one asks.
      if (remembered.peek(key) === known) remembered.delete(key)
      return remembered.get(key) ?? askOnce(session, station)
    },
    forget(session) {
      for (const station of STATION_NAMES) remembered.delete(keyOf(session, station))
    },
  }
}

// Not the cookie itself: it would lie about in memory for as long as its token.
function keyOf({ token }: SessionCookies, station: StationName): string {
  return `${createHash('sha256').update(token).digest('base64url')} ${station}`
}
