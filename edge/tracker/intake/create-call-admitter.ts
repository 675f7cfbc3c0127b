import type { Delivered } from '../delivered.ts'
import type { TrackerOptions } from '../options.ts'
import type { RawEvent, Refusal } from '../read-event.ts'
import { ADMITTED, type Admission } from '../write-keys/create-write-key-check.ts'

/**
 * Admits a call, by its write key if the tracker checks write keys.
 *
 * @throws {ProblemError} 401 without a good key, 403 from a page of a foreign origin, 503 before the keys are known.
 */
export type AdmitCall = (
  delivered: Delivered,
  events: readonly (RawEvent | Refusal)[],
  basicKey: string | undefined,
) => Admission

/** Creates the second step: it admits the calls of clients. Services need no write key. */
export function createCallAdmitter({ writeKeys }: Pick<TrackerOptions, 'writeKeys'>): AdmitCall {
  if (writeKeys === undefined) return () => ADMITTED
  return function admitCall(delivered, events, basicKey) {
    return writeKeys.admit({ delivered, events, basicKey })
  }
}
