/** Decides which of many equal log lines are written. */
export interface Seldom {
  /** Returns how many equal lines were omitted before this one; undefined if this line must be omitted. */
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
 * Passes the first five equal lines, then one a minute with the number of omitted lines. After a minute without the line it starts
 * again. Without it, repeated failures, for instance while an engine is away, would fill the disk.
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
      // If lines were omitted in the last minute, continue with one a minute; otherwise start again.
      const written = isQuiet && leftOut === 0 ? 1 : (known?.written ?? 0) + 1
      if (repetitions.size >= KEYS_MAX && known === undefined) repetitions.clear()
      repetitions.set(key, { written, writtenAt: nowMs, leftOut: 0 })
      return leftOut
    },
  }
}
