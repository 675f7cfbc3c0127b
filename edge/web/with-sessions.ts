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

/** The dependencies that exchange sessions for tokens. */
export interface WithSessionsOptions {
  readonly tokens: SessionTokens
  readonly publicOrigin: string
  readonly log: Logger
}

// Accounts reads the session cookie itself on these paths.
const SESSION_PATHS = /^\/accounts\/(?:auth\/|tokens$)/u
// On these paths, one session or all sessions of a person can end.
const ENDING_PATHS = /^\/accounts\/(?:auth|people)\//u

// Only the browser of the person may cache an answer for that person, in particular one with a cookie.
const PRIVATE = 'private, no-cache'

/**
 * Replaces the session cookie of a request with a token for the called station. A request that changes something must come
 * from a page of our own origin. Requests without a session, or with an Authorization header, are forwarded without a token.
 * So are requests for the tracker. The session cookie goes to accounts only.
 */
export function withSessions(pass: Pass, { tokens, publicOrigin, log }: WithSessionsOptions): Pass {
  const prefix = sessionCookiePrefix(publicOrigin)

  async function passInName(passage: Passage, headers: Headers, session: SessionCookies): Promise<Response> {
    const given = await tokens.tokenFor(session, passage.station)
    if (given === undefined) return pass({ ...passage, headers })
    headers.set('authorization', `Bearer ${given.token}`)
    let response = await pass({ ...passage, headers })
    // For any reason of the 401, the next call requests a new token.
    if (response.status === 401) tokens.forget(session)
    if (response.status === 403 && isVisit(passage.request)) {
      // The person may not see this page, but may know the admin password: without a token, the answer makes the browser ask for it.
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
      // Forget after the answer, so that a token that was requested while the session ended is forgotten too.
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

/** True if a person opens a page, false for the requests of scripts. */
function isVisit({ method, headers }: Request): boolean {
  return method === 'GET' && headers.get('sec-fetch-mode') === 'navigate'
}

/** The headers without X-Forwarded-Host: a client can send any value in it. */
function asCalled(headers: Headers): Headers {
  const called = new Headers(headers)
  called.delete('x-forwarded-host')
  return called
}

function setOrDelete(headers: Headers, name: string, value: string): void {
  if (value === '') headers.delete(name)
  else headers.set(name, value)
}
