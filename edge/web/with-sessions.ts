import { sessionCookiePrefix } from '#lib/auth/session-cookie.ts'
import { problemOf } from '#lib/http/create-app.ts'
import { isSafeMethod } from '#lib/http/is-safe-method.ts'
import { assertOwnOrigin } from '#lib/http/own-origin.ts'
import { pathOf } from '#lib/http/path-of.ts'
import { problemResponse } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Pass, Passage } from './proxy.ts'
import type { SessionTokens } from './session-tokens.ts'
import { splitCookies, type SessionCookies } from './split-cookies.ts'

/** What sessions are turned into tokens with. */
export interface WithSessionsOptions {
  readonly tokens: SessionTokens
  readonly publicOrigin: string
  readonly log: Logger
}

// There the session itself is looked at.
const SESSION_PATHS = /^\/accounts\/(?:auth\/|tokens$)/u
// There a session can end, or all of a person's.
const ENDING_PATHS = /^\/accounts\/(?:auth|people)\//u

// What a person is shown is for their own browser's cache alone, and a cookie with it all the more.
const PRIVATE = 'private, no-cache'

/**
 * Lets the cookie of a session stand for its person: what goes on to a station has a token for that station instead, and
 * the cookie stays here. Whatever changes something must come from a page of our own. Requests that show no session, or
 * have an Authorization header, pass as they are; those for the tracker, too, without the cookie.
 */
export function withSessions(pass: Pass, { tokens, publicOrigin, log }: WithSessionsOptions): Pass {
  const prefix = sessionCookiePrefix(publicOrigin)

  async function passInName(passage: Passage, headers: Headers, session: SessionCookies): Promise<Response> {
    const given = await tokens.tokenFor(session, passage.station)
    if (given === undefined) return pass({ ...passage, headers })
    headers.set('authorization', `Bearer ${given.token}`)
    let response = await pass({ ...passage, headers })
    // Whatever the reason, the next call asks anew.
    if (response.status === 401) tokens.forget(session)
    if (response.status === 403 && isVisit(passage.request)) {
      // Who may not see a page as themselves can still be the admin: as nobody they are asked for that password.
      await response.body?.cancel()
      headers.delete('authorization')
      response = await pass({ ...passage, headers })
    }
    for (const cookie of given.setCookies) response.headers.append('set-cookie', cookie)
    if (given.setCookies.length > 0 || !response.headers.has('cache-control'))
      response.headers.set('cache-control', PRIVATE)
    return response
  }

  async function passSigned(passage: Passage, headers: Headers, session: SessionCookies): Promise<Response> {
    const { request, station } = passage
    const path = pathOf(request)
    const isChange = !isSafeMethod(request.method)
    if (isChange) assertOwnOrigin(asCalled(request.headers), publicOrigin)
    const isOfAccounts = station === 'accounts'
    try {
      if (isOfAccounts && SESSION_PATHS.test(path)) return await pass({ ...passage, headers })
      return await passInName(passage, headers, session)
    } finally {
      // Behind the answer: a token asked for while the session was being ended is forgotten as well.
      if (isChange && isOfAccounts && ENDING_PATHS.test(path)) tokens.forget(session)
    }
  }

  return async function passWithSession(passage) {
    const cookies = passage.request.headers.get('cookie')
    if (cookies === null) return pass(passage)
    const { session, others } = splitCookies(cookies, prefix)
    if (session === undefined) return pass(passage)
    const headers = new Headers(passage.request.headers)
    if (passage.station !== 'accounts') setOrDelete(headers, 'cookie', others)
    if (passage.station === 'tracker' || headers.has('authorization')) return pass({ ...passage, headers })
    try {
      return await passSigned(passage, headers, session)
    } catch (error) {
      return problemResponse(problemOf(error, log), newId())
    }
  }
}

/** True for a page that somebody opens, and not for what its script asks for. */
function isVisit({ method, headers }: Request): boolean {
  return method === 'GET' && headers.get('sec-fetch-mode') === 'navigate'
}

/** The headers as this front end was called: what else may be said of that is not believed here. */
function asCalled(headers: Headers): Headers {
  const called = new Headers(headers)
  called.delete('x-forwarded-host')
  return called
}

function setOrDelete(headers: Headers, name: string, value: string): void {
  if (value === '') headers.delete(name)
  else headers.set(name, value)
}
