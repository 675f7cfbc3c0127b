import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { ProblemError, type Problem } from '#lib/http/problem.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Delivered } from '../delivered.ts'
import { openRefusalCount } from '../limits/count-refusals.ts'
import { isRefusal, type RawEvent, type Refusal } from '../read-event.ts'
import { keyOfQuery, WRITE_KEY_HEADER } from './find-write-key.ts'
import type { KnownWriteKey, WriteKeys } from './follow-write-keys.ts'

/** The parts of a call that can hold its write key. */
export interface KeyedCall {
  readonly delivered: Delivered
  readonly events: readonly (RawEvent | Refusal)[]
  /** The write key in the `Authorization` header. */
  readonly basicKey: string | undefined
}

/** How a call was admitted. */
export interface Admission {
  readonly key: KnownWriteKey | undefined
  /** True if the call must prove a device; otherwise nothing of it is kept. */
  readonly mustProve: boolean
}

/** Checks the write keys of calls. */
export interface WriteKeyCheck {
  /**
   * Admits a call.
   *
   * @throws {ProblemError} 401 without a good key, 403 from a page of a foreign origin, 503 before the keys are known.
   */
  admit(call: KeyedCall): Admission
  /**
   * Checks the preflight of a page. Only a key in the URL can be checked: a preflight has no body and no header of ours.
   *
   * @throws {ProblemError} 401, 403 and 503 as `admit()`.
   */
  checkPreflight(request: Request): void
  /** @throws {UnavailableError} when no call could be admitted. */
  checkReady(): void
}

/** The admission of a call that needs no write key. */
export const ADMITTED: Admission = { key: undefined, mustProve: false }

const ADMITTED_IF_PROVEN: Admission = { ...ADMITTED, mustProve: true }

/** Ports and options of the check. */
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

  /** The key that a call names; undefined if the keys are not known yet and not required. */
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
      // A value that is not text is not a known key.
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

const NO_KEY = `A write key is required: in the header X-Push-Key, as ?k=, as the user name of Basic, or as "writeKey" in the body`

/** The 401 for a call that had to prove a device and did not. */
export function refuseUnproven(): ProblemError {
  return new ProblemError(wrongKey('The device key is wrong, of another device, or was revoked'))
}

/** A 401 for which browsers do not ask for a password. */
function wrongKey(detail: string): Problem {
  return {
    status: 401,
    code: 'wrong_write_key',
    detail,
    headers: { 'www-authenticate': 'PushKey realm="pushtech"' },
  }
}
