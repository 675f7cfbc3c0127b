import { createDataVersion } from '#lib/sqlite/data-version.ts'
import type { SharedDatabase } from '#lib/sqlite/open-database.ts'

/** Notifies listeners when this or another process has written a database file. */
export interface Changes {
  /** Calls the listener after every change from now on, sometimes also without a change; returns a function to stop. */
  readonly listen: (listener: () => void) => () => void
  /** Calls all listeners now, because this process has written the file. */
  readonly tell: () => void
}

const POLL_MS = 5

/**
 * Watches a database file. While there are listeners, it polls `data_version` to detect writes of other processes. This takes about
 * 1 % of a core.
 */
export function createChanges({ db }: SharedDatabase): Changes {
  const listeners = new Set<() => void>()
  const version = createDataVersion(db)
  let poll: ReturnType<typeof setInterval> | undefined
  let seen: number | undefined

  function look(): void {
    const current = version()
    // If the version cannot be read, call the listeners: they read the file, get the error and can handle it.
    if (current !== undefined && current === seen) return
    seen = current
    tell()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function listen(listener: () => void): () => void {
    if (poll === undefined) {
      // Read the version before the listener reads the file for the first time, so that no later change is missed.
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
