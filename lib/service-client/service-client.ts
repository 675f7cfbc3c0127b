import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { openServiceToken, type ServiceTokenOptions } from '#lib/service-client/service-token.ts'

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
export interface ServiceClientOptions extends ServiceTokenOptions {
  /** Address of the station that is called. */
  readonly url: string
}

const TIMEOUT_MS = 10_000

/** A client of one station; its token is signed here and renewed by itself. */
export function openServiceClient({ keys, service, audience, url }: ServiceClientOptions): ServiceClient {
  const currentToken = openServiceToken({ keys, service, audience })

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
