import type { KeyRing } from '#lib/auth/key-file.ts'
import { signServiceToken, TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** Calls another station in the name of a service. */
export interface ServiceClient {
  /**
   * The station's answer, whatever its status.
   *
   * @throws {UnavailableError} when there is none within the time-out.
   */
  call(path: string, request?: ServiceRequest): Promise<Response>
}

/** What to send. */
export interface ServiceRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly json?: unknown
  /** The ETag of the state that a change is for. */
  readonly ifMatch?: string
  /** Ends a long answer early, such as a stream whose reader left. Replaces the time-out. */
  readonly signal?: AbortSignal
}

/** Who calls whom. */
export interface ServiceClientOptions {
  readonly keys: KeyRing
  /** Name of the calling service. */
  readonly service: string
  /** Station that is called, and its address. */
  readonly audience: StationName
  readonly url: string
}

const TIMEOUT_MS = 10_000
const RENEW_MS = (TOKEN_SECONDS / 2) * 1_000

/** A client of one station; its token is signed here and renewed by itself. */
export function openServiceClient({ keys, service, audience, url }: ServiceClientOptions): ServiceClient {
  let token: { readonly text: Promise<string>; readonly signedAt: number } | undefined

  function currentToken(): Promise<string> {
    if (token === undefined || Date.now() - token.signedAt > RENEW_MS) {
      token = { text: signServiceToken(keys, service, audience), signedAt: Date.now() }
    }
    return token.text
  }

  return {
    async call(path, { method = 'GET', json, ifMatch, signal } = {}) {
      try {
        return await fetch(new URL(path, url), {
          method,
          headers: {
            authorization: `Bearer ${await currentToken()}`,
            ...(json !== undefined && { 'content-type': 'application/json' }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch }),
          },
          ...(json !== undefined && { body: JSON.stringify(json) }),
          redirect: 'error',
          signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
        })
      } catch (error) {
        throw new UnavailableError(
          `Cannot call ${method} ${path} of ${audience} at ${url}: ${messageOf(error)}`,
          {
            cause: error,
          },
        )
      }
    },
  }
}
