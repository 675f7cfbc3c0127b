import type { Caller } from '#lib/auth/caller.ts'
import { openRates } from '#lib/rates/open-rates.ts'
import { tooManyCalls } from '#lib/rates/too-many-calls.ts'

/** Uploads of a person in a minute. */
export const UPLOADS_A_MINUTE = 30

const MINUTE_SECONDS = 60
const PEOPLE_MAX = 100_000

/** Counts an upload of a caller. */
export type TakeUpload = (caller: Caller) => void

/**
 * Opens the limit of uploads of each person. Services have none: importers bring the pictures of many offers.
 */
export function openUploadRates(): TakeUpload {
  const rate = { ratePerSecond: UPLOADS_A_MINUTE / MINUTE_SECONDS, burst: UPLOADS_A_MINUTE }
  const rates = openRates(rate, { keysMax: PEOPLE_MAX })

  return function takeUpload(caller) {
    if (caller.role !== 'person') return
    const seconds = rates.take([caller.person])
    if (seconds > 0) throw tooManyCalls(seconds)
  }
}
