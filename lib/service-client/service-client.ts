import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { openServiceToken, type ServiceTokenOptions } from '#lib/service-client/service-token.ts'

/** Calls another station as a service. */
export interface ServiceClient {
  /**
   * Calls the station and returns its response, of any status.
   *
   * @throws {UnavailableError} when there is no response within the time-out.
   */
  call(path: string, request?: ServiceRequest): Promise<Response>
}

/** The request to send. */
export interface ServiceRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly json?: unknown
  /** The ETag of the state that the request changes. */
  readonly ifMatch?: string
  /** Ends a long response early, such as a stream whose reader has left. It replaces the time-out. */
  readonly signal?: AbortSignal
}

/** Options of `openServiceClient()`. */
export interface ServiceClientOptions extends ServiceTokenOptions {
  /** URL of the station to call. */
  readonly url: string
}

const TIMEOUT_MS = 10_000

/** Creates a client for one station. It signs its token and renews it automatically. */
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
