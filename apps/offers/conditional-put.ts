import type { KeyRing } from '#lib/auth/key-file.ts'
import { signServiceToken } from '#lib/auth/tokens.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

/** Edits a thing in storage, provided it is still in the state of an ETag; gives the answer, whatever its status. */
export type ConditionalPut = (path: string, json: unknown, etag: string) => Promise<Response>

/** In whose name, and where. */
export interface ConditionalPutOptions {
  readonly keys: KeyRing
  readonly service: string
  readonly url: string
}

const TIMEOUT_MS = 10_000

/** Edits under If-Match, which a plain service client cannot send; rejects with UnavailableError without an answer. */
export function openConditionalPut({ keys, service, url }: ConditionalPutOptions): ConditionalPut {
  return async function put(path, json, etag) {
    const token = await signServiceToken(keys, service, 'storage')
    try {
      return await fetch(new URL(path, url), {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'if-match': etag,
        },
        body: JSON.stringify(json),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (error) {
      throw new UnavailableError(`Cannot call PUT ${path} of storage at ${url}: ${messageOf(error)}`, {
        cause: error,
      })
    }
  }
}
