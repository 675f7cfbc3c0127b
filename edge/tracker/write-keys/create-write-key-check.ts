import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { ProblemError, type Problem } from '#lib/http/problem.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Delivered } from '../delivered.ts'
import { openRefusalCount } from '../limits/count-refusals.ts'
import { isRefusal, type RawEvent, type Refusal } from '../read-event.ts'
import { keyOfQuery, WRITE_KEY_HEADER } from './find-write-key.ts'
import type { KnownWriteKey, WriteKeys } from './follow-write-keys.ts'

/** A call as far as its write key is concerned. */
export interface KeyedCall {
  readonly delivered: Delivered
  readonly events: readonly (RawEvent | Refusal)[]
  /** The key in its credentials, where one stands there. */
  readonly basicKey: string | undefined
}

/** How a call was let in. */
export interface Admission {
  readonly key: KnownWriteKey | undefined
  /** True where nothing of it may be kept unless it proves a device. */
  readonly mustProve: boolean
}

/** Checks the write keys of calls. */
export interface WriteKeyCheck {
  /**
   * Lets a call in.
   *
   * @throws {ProblemError} 401 without a good key, 403 from a page of a foreign origin, 503 while no key can be told.
   */
  admit(call: KeyedCall): Admission
  /**
   * Lets a page ask whether it may make a call.
   *
   * @throws {ProblemError} 401 and 403, as far as the URL tells.
   */
  checkPreflight(request: Request): void
  /** @throws {UnavailableError} when no call could be let in. */
  checkReady(): void
}

/** A call that needs no write key. */
export const ADMITTED: Admission = { key: undefined, mustProve: false }

const ADMITTED_IF_PROVEN: Admission = { ...ADMITTED, mustProve: true }

/** Whether a call may come without a key, and who knows the keys. */
export interface WriteKeyCheckOptions {
  readonly isRequired: boolean
  readonly keys: WriteKeys
  readonly metrics: Metrics
}

/** Creates the check of write keys. */
export function createWriteKeyCheck({ isRequired, keys, metrics }: WriteKeyCheckOptions): WriteKeyCheck {
  const countRefusal = openRefusalCount(metrics)

  function refuse(reason: string, problem: Problem): ProblemError {
    countRefusal(reason)
    return new ProblemError(problem)
  }

  /** The key that a call names; undefined for one that cannot be told yet, and need not. */
  function known(key: string): KnownWriteKey | undefined {
    const found = keys.find(key)
    if (found !== undefined) return found
    if (keys.isRead()) throw refuse('unknown_key', wrongKey('This write key is not known, or was revoked'))
    if (!isRequired) return undefined
    const detail = 'Write keys cannot be checked at the moment: they could not be read yet'
    throw refuse('not_read', { status: 503, code: 'unavailable', detail })
  }

  function checkOrigin({ origins }: KnownWriteKey, { headers }: Request): void {
    const origin = headers.get('origin')
    if (origin === null || origins === undefined || origins.has(origin)) return
    const detail = 'This write key is for pages of other origins'
    throw refuse('foreign_origin', { status: 403, code: 'foreign_origin', detail })
  }

  return {
    admit({ delivered: { request, phone, writeKey }, events, basicKey }) {
      const [first] = events
      const inBody = writeKey ?? (first === undefined || isRefusal(first) ? undefined : first.writeKey)
      const named = request.headers.get(WRITE_KEY_HEADER) ?? keyOfQuery(request.url) ?? basicKey ?? inBody
      if (named === undefined || named === null || named === '') {
        if (!isRequired) return ADMITTED
        if (phone !== undefined) return ADMITTED_IF_PROVEN
        throw refuse('no_key', wrongKey(NO_KEY))
      }
      // What is no text is no key that anybody knows.
      const key = known(typeof named === 'string' ? named : '')
      if (key === undefined) return ADMITTED
      checkOrigin(key, request)
      return { key, mustProve: false }
    },
    checkPreflight(request) {
      const named = keyOfQuery(request.url)
      const key = named === undefined ? undefined : known(named)
      if (key !== undefined) checkOrigin(key, request)
    },
    checkReady() {
      if (isRequired && !keys.isRead()) {
        throw new UnavailableError(
          'Cannot take events: WRITE_KEYS=required, and the list of write keys could not be read from accounts yet',
        )
      }
    },
  }
}

const NO_KEY = `A write key is needed here: in the header X-Push-Key, as ?k=, as the user name of Basic, or as "writeKey" in the body`

/** Why a call that had to prove a device, and did not, is not let in. */
export function refuseUnproven(): ProblemError {
  return new ProblemError(wrongKey('The device key is wrong, of another device, or was revoked'))
}

/** A 401 that no browser asks its user about. */
function wrongKey(detail: string): Problem {
  return {
    status: 401,
    code: 'wrong_write_key',
    detail,
    headers: { 'www-authenticate': 'PushKey realm="pushtech"' },
  }
}
