/** Decides which of many equal lines are written. */
export interface Seldom {
  /** How many equal ones were left out before this line; undefined when it is to be left out itself. */
  due(key: string, nowMs: number): number | undefined
}

interface Repetition {
  written: number
  writtenAt: number
  leftOut: number
}

const AT_ONCE = 5
const EVERY_MS = 60_000
const KEYS_MAX = 1_000

/**
 * Lets the first five of equal lines pass, and then one a minute, with the number of those between. After a minute of silence it
 * begins anew. What fails again and again, for an engine is away, would fill the disk otherwise.
 */
export function openSeldom(): Seldom {
  const repetitions = new Map<string, Repetition>()

  return {
    due(key, nowMs) {
      const known = repetitions.get(key)
      const isQuiet = known === undefined || nowMs - known.writtenAt >= EVERY_MS
      if (known !== undefined && !isQuiet && known.written >= AT_ONCE) {
        known.leftOut += 1
        return undefined
      }
      const leftOut = known?.leftOut ?? 0
      // A minute with further ones goes on with one; a minute without begins anew.
      const written = isQuiet && leftOut === 0 ? 1 : (known?.written ?? 0) + 1
      if (repetitions.size >= KEYS_MAX && known === undefined) repetitions.clear()
      repetitions.set(key, { written, writtenAt: nowMs, leftOut: 0 })
      return leftOut
    },
  }
}
