import { StartError } from '#lib/errors/start-error.ts'
import type { CountLimits } from './client-counts.ts'

/** The limits of concurrent calls and streams through the front end. */
export interface FrontLimits {
  readonly calls: CountLimits
  readonly streams: CountLimits
  readonly bodyGapSecondsMax: number
}

/** The settings behind these limits. */
export interface FrontConfig {
  readonly callsMax: number
  readonly callsPerClientMax: number
  readonly streamsMax: number
  readonly streamsPerClientMax: number
  readonly bodyGapSecondsMax: number
  /** Maximum number of concurrent outgoing calls of the process, for all purposes. */
  readonly fetchesMax: number
}

// The rest is for calls that do not come through the front end: tokens of sessions, followed lists, providers, and the calls of
// other stations in this process.
const FRONT_SHARE = 0.75

/**
 * Checks the settings and returns the limits.
 *
 * @throws {StartError} if they leave less than a quarter of the outgoing calls for other purposes.
 */
export function frontLimits(config: FrontConfig): FrontLimits {
  const { callsMax, callsPerClientMax, streamsMax, streamsPerClientMax, bodyGapSecondsMax, fetchesMax } =
    config
  const share = Math.floor(fetchesMax * FRONT_SHARE)
  if (callsMax + streamsMax > share) {
    throw new StartError(
      `Cannot start web: FRONT_CALLS_MAX and FRONT_STREAMS_MAX are ${callsMax + streamsMax} together; the maximum is ${share}, three quarters of BUN_CONFIG_MAX_HTTP_REQUESTS`,
      'Lower them, or raise BUN_CONFIG_MAX_HTTP_REQUESTS: a quarter stays free for the other calls of the stations.',
    )
  }
  return {
    calls: { max: callsMax, perClientMax: callsPerClientMax },
    streams: { max: streamsMax, perClientMax: streamsPerClientMax },
    bodyGapSecondsMax,
  }
}
