import type { StreamWriter } from '#lib/stream-log/stream-log.ts'

/** Watches how much of the stream unfinished events fill. */
export interface FillWatch {
  /** True from the high-water mark on, until the level is below 90 % of it. */
  isHigh(): boolean
  /** Bytes up to the high-water mark; undefined if the stream has no limit. */
  room(): number | undefined
  /** Reads the level again; if that fails, the last values stay. */
  look(): Promise<void>
}

// Hysteresis: without it events would go to the spool and back each time a worker takes a batch.
const LOW_WATER_SHARE = 0.9
const PERCENT = 100

/** Creates the watch of the fill level of a stream. It reads the level only in `look()`. */
export function watchFillLevel(stream: StreamWriter, highWaterPercent: number): FillWatch {
  let isHigh = false
  let room: number | undefined

  return {
    isHigh: () => isHigh,
    room: () => room,
    async look() {
      const fill = await stream.fillLevel().catch(() => 'unknown' as const)
      if (fill === 'unknown') return
      if (fill === undefined) {
        isHigh = false
        room = undefined
        return
      }
      const highWater = (fill.bytesMax * highWaterPercent) / PERCENT
      isHigh = fill.unackedBytes >= highWater * (isHigh ? LOW_WATER_SHARE : 1)
      room = Math.max(0, highWater - fill.unackedBytes)
    },
  }
}
