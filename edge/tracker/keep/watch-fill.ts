import type { StreamWriter } from '#lib/stream-log/stream-log.ts'

/** How full the stream is with what no worker is done with. */
export interface FillWatch {
  /** True from the high-water mark on, until it has sunk clearly below it. */
  isHigh(): boolean
  /** Bytes up to the high-water mark; undefined where the stream knows no limit. */
  room(): number | undefined
  /** Looks anew; what cannot be read stays as it was. */
  look(): Promise<void>
}

// Without it events would go to the spool and back each time a worker takes a batch.
const LOW_WATER_SHARE = 0.9
const PERCENT = 100

/** Watches the fill of a stream whenever it is asked to look. */
export function watchFill(stream: StreamWriter, highWaterPercent: number): FillWatch {
  let isHigh = false
  let room: number | undefined

  return {
    isHigh: () => isHigh,
    room: () => room,
    async look() {
      const fill = await stream.fill().catch(() => 'unknown' as const)
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
