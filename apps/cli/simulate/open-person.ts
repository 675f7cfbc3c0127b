import { z } from 'zod'
import type { StationName } from '#lib/station/station-names.ts'
import { ANSWER_MS_MAX, goodJson, reach } from '../reach.ts'

/** A client that calls stations as one person. */
export interface Person {
  /** Returns the response, of any status. */
  call(station: StationName, path: string, request?: PersonRequest): Promise<Response>
}

/** The request to send. */
interface PersonRequest {
  readonly method?: 'GET' | 'POST' | 'PUT'
  /** Sent as JSON. */
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const RENEW_MS = 4 * 60_000

const answer = z.object({ token: z.string() })

/** Creates a client for a person. It signs in by development login at the front end, and renews tokens. */
export function openPerson(url: string, person: string): Person {
  const tokens = new Map<StationName, { readonly text: string; readonly at: number }>()

  async function tokenFor(audience: StationName): Promise<string> {
    const known = tokens.get(audience)
    if (known !== undefined && Date.now() - known.at < RENEW_MS) return known.text
    const response = await post(`${url}/accounts/dev-login`, { person, audience })
    const { token } = answer.parse(await goodJson(response, `sign in as "${person}"`))
    tokens.set(audience, { text: token, at: Date.now() })
    return token
  }

  return {
    async call(station, path, { method = 'GET', json, headers } = {}) {
      return reach(url + path, {
        method,
        headers: {
          authorization: `Bearer ${await tokenFor(station)}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
    },
  }
}

function post(url: string, json: unknown): Promise<Response> {
  return reach(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })
}
