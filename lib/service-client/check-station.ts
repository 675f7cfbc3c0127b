import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { StationName } from '#lib/station/station-names.ts'

const ANSWER_MS_MAX = 1_500

/**
 * Resolves when a station answers.
 *
 * @throws {UnavailableError} with its name and URL, when it does not answer.
 */
export async function checkStation(station: StationName, url: string): Promise<void> {
  try {
    const response = await fetch(new URL('/livez', url), { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`it answered ${response.status}`)
  } catch (error) {
    throw new UnavailableError(`Cannot reach ${station} at ${url}: ${messageOf(error)}`, { cause: error })
  }
}
