import { StartError } from '#lib/errors/start-error.ts'
import type { CountLimits } from './client-counts.ts'

/** What may be under way through the front door at once. */
export interface FrontLimits {
  readonly calls: CountLimits
  readonly streams: CountLimits
  readonly bodyGapSecondsMax: number
}

/** The same as it is configured. */
export interface FrontConfig {
  readonly callsMax: number
  readonly callsPerClientMax: number
  readonly streamsMax: number
  readonly streamsPerClientMax: number
  readonly bodyGapSecondsMax: number
  /** Calls that the process may have under way, whoever makes them. */
  readonly fetchesMax: number
}

// The rest is for calls of our own: tokens of sessions, lists that are followed, providers, and all that other stations in this
// process call.
const FRONT_SHARE = 0.75

/**
 * The limits of the front door.
 *
 * @throws {StartError} where they would leave too little for the calls that stations make for themselves.
 */
export function frontLimits(config: FrontConfig): FrontLimits {
  const { callsMax, callsPerClientMax, streamsMax, streamsPerClientMax, bodyGapSecondsMax, fetchesMax } =
    config
  const share = Math.floor(fetchesMax * FRONT_SHARE)
  if (callsMax + streamsMax > share) {
    throw new StartError(
      `Cannot start web: FRONT_CALLS_MAX and FRONT_STREAMS_MAX are ${callsMax + streamsMax} together, and may be ${share}, three quarters of BUN_CONFIG_MAX_HTTP_REQUESTS`,
      'Lower them, or raise BUN_CONFIG_MAX_HTTP_REQUESTS: a quarter is for the calls that stations make for themselves.',
    )
  }
  return {
    calls: { max: callsMax, perClientMax: callsPerClientMax },
    streams: { max: streamsMax, perClientMax: streamsPerClientMax },
    bodyGapSecondsMax,
  }
}
