/** One wait for an engine outside of this process. */
export interface EngineWait {
  /** Sets the reason why the engine is unavailable. */
  because(reason: unknown): void
  /** Ends the wait: the engine is available, or is not needed any more. */
  over(): void
}

/** An engine outside of this process that is awaited. */
export interface AwaitedEngine {
  /** What it is and where, without a password: `Redis at redis://127.0.0.1:6379`. */
  readonly name: string
  readonly sinceMs: number
  /** Why it is unavailable; undefined while the reason is not known. */
  readonly reason: unknown
}

interface Entry {
  waits: number
  readonly sinceMs: number
  reason: unknown
}

// One map for the whole process, because its parts share engines: ten stores that wait for one database are one wait.
const awaited = new Map<string, Entry>()

/** Registers a wait for an engine. The name must not contain a password. */
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

/** The engines that this process waits for now. */
export function awaitedEngines(): readonly AwaitedEngine[] {
  return [...awaited].map(([name, { sinceMs, reason }]) => ({ name, sinceMs, reason }))
}

/**
 * True when the process has already waited that long for an engine. A start that comes later then need not wait again, because
 * the first wait was in vain.
 */
export function isAwaitedFor(name: string, ms: number): boolean {
  const entry = awaited.get(name)
  return entry !== undefined && performance.now() - entry.sinceMs >= ms
}
