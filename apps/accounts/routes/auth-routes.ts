import type { Context } from 'hono'
import { JSON_BODY_LIMITS } from '#lib/http/limit-json-body.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { assertOwnOrigin } from '#lib/http/own-origin.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { readJson } from '#lib/http/read-json.ts'
import { OWN_HOPS, countedRequestIp } from '#lib/http/request-ip.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { authAnswer } from '../people/auth-answer.ts'
import { AUTH_ENDPOINTS, type AuthEndpoint } from '../people/auth-endpoints.ts'
import { AUTH_PATH, CLIENT_IP_HEADER } from '../people/auth-options.ts'
import { isFromApp, sessionHeaders } from '../people/session-headers.ts'
import type { PeopleOptions } from '../people/people-options.ts'

type Body = Readonly<Record<string, unknown>>

interface AuthRequest {
  readonly endpoint: AuthEndpoint
  readonly body: Body | undefined
  readonly trustedHops: number
}

/**
 * `/accounts/auth/…`: routes to the public endpoints of better-auth. We check each request first, and convert the answers and
 * errors of the library to ours.
 */
export const authRoutes = AUTH_ENDPOINTS.map(authRoute)

function authRoute(endpoint: AuthEndpoint) {
  const { method, path, summary, body: schema, answer } = endpoint
  return defineRoute({
    method: method === 'GET' ? 'get' : 'post',
    path: AUTH_PATH + path,
    access: { everybody: 'signing up and in need no session; an endpoint that needs one checks it itself' },
    summary,
    tags: ['Sign-in'],
    // The library reads the query itself; we read the body here.
    checksItself: true,
    ...(schema !== undefined && { request: { body: { required: true, ...json(schema, 'The request') } } }),
    answers: {
      ...(answer === undefined
        ? { 302: { description: 'A redirect to the page of the front end that shows the result' } }
        : { 200: json(answer, 'Done') }),
      ...problemResponses,
    },
    handle:
      ({ auth, trustedHops }: Pick<PeopleOptions, 'auth' | 'trustedHops'>) =>
      async (c: Context<AppEnv>) => {
        const { headers } = c.req.raw
        if (method !== 'GET') assertOwnOrigin(headers, auth.publicOrigin)
        const body = await bodyOf(c, endpoint)
        return authAnswer(await auth.handle(requestFor(c, { endpoint, body, trustedHops })), {
          isApp: isFromApp(headers),
        })
      },
  })
}

async function bodyOf(c: Context<AppEnv>, { body }: AuthEndpoint): Promise<Body | undefined> {
  if (body === undefined) return undefined
  // Only JSON is accepted: a form on another site cannot send it (CSRF), and our clients always send it.
  if (!/^application\/json(;|$)/iu.test(c.req.header('content-type') ?? '')) {
    const detail = 'The header Content-Type must be application/json'
    throw new ProblemError({ status: 415, code: 'bad_content_type', field: 'Content-Type', detail })
  }
  const parsed = body.safeParse(await readJson(c.req.raw, JSON_BODY_LIMITS))
  if (!parsed.success) throw wrongField(parsed.error)
  return parsed.data
}

function requestFor(c: Context<AppEnv>, { endpoint, body, trustedHops }: AuthRequest): Request {
  const headers = sessionHeaders(c.req.raw.headers)
  const ip = countedRequestIp(c, trustedHops + OWN_HOPS)
  if (ip !== undefined) headers.set(CLIENT_IP_HEADER, ip)
  if (body !== undefined) headers.set('content-type', 'application/json')
  return new Request(c.req.url, {
    // A HEAD runs as GET, because the library has no HEAD. For a GET that changes something it stays HEAD: the library refuses it.
    method: endpoint.isActing === true ? c.req.method : endpoint.method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
