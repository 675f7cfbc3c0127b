/** Somebody's wait for something outside of this process. */
export interface EngineWait {
  /** Why it is not there, as far as is known. */
  because(reason: unknown): void
  /** It is there, or nobody waits for it any more. */
  over(): void
}

/** Something outside of this process that is waited for. */
export interface AwaitedEngine {
  /** What it is and where, without a password: `Redis at redis://127.0.0.1:6379`. */
  readonly name: string
  readonly sinceMs: number
  /** Why it is not there; undefined while nothing is known. */
  readonly reason: unknown
}

interface Entry {
  waits: number
  readonly sinceMs: number
  reason: unknown
}

// Of the whole process, since its parts share engines: ten stores that wait for one database are one wait.
const awaited = new Map<string, Entry>()

/** Says that an engine is waited for from now on; the name has no password in it. */
export function waitForEngine(name: string): EngineWait {
  const entry = awaited.get(name) ?? { waits: 0, sinceMs: performance.now(), reason: undefined }
  awaited.set(name, entry)
  entry.waits += 1
  let isOver = false
  return {
    because(reason) {
      if (!isOver) entry.reason = reason
    },
    over() {
      if (isOver) return
      isOver = true
      entry.waits -= 1
      if (entry.waits === 0) awaited.delete(name)
    },
  }
}

/** The engines that this process waits for at the moment. */
export function awaitedEngines(): readonly AwaitedEngine[] {
  return [...awaited].map(([name, { sinceMs, reason }]) => ({ name, sinceMs, reason }))
}

/**
 * True when an engine has been waited for that long already: who comes now need not wait for it at its start, because somebody
 * before did so in vain.
 */
export function isAwaitedFor(name: string, ms: number): boolean {
  const entry = awaited.get(name)
  return entry !== undefined && performance.now() - entry.sinceMs >= ms
}
