import { createDataVersion } from '#lib/sqlite/data-version.ts'
import type { SharedDatabase } from '#lib/sqlite/open-database.ts'

/** Tells listeners that a database file was written, by this process or another. */
export interface Changes {
  /** Calls the listener after every change from now on, now and then also without one; gives the way to stop it. */
  readonly listen: (listener: () => void) => () => void
  /** Calls all listeners at once: this process has written something that others may wait for. */
  readonly tell: () => void
}

const POLL_MS = 5

/**
 * Watches a database file. Other processes are noticed by polling `data_version`, which costs about 1 % of a core, and
 * only while somebody listens.
 */
export function createChanges({ db }: SharedDatabase): Changes {
  const listeners = new Set<() => void>()
  const version = createDataVersion(db)
  let poll: ReturnType<typeof setInterval> | undefined
  let seen: number | undefined

  function look(): void {
    const current = version()
    // Where it cannot be read, the listeners look for themselves, and meet the error where somebody can answer it.
    if (current !== undefined && current === seen) return
    seen = current
    tell()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function listen(listener: () => void): () => void {
    if (poll === undefined) {
      // Read before the listener looks for the first time: what is written after that look is then seen as a change.
      seen = version()
      poll = setInterval(look, POLL_MS)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      clearInterval(poll)
      poll = undefined
    }
  }

  return { listen, tell }
}
