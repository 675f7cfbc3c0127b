/**
 * State of a run of an importer. `suspect`: it withdrew no offers, because the source looked broken. `approved`: a suspect run
 * that an operator accepted.
 */
export const RUN_STATES = ['running', 'done', 'suspect', 'approved', 'failed', 'cancelled'] as const
export type RunState = (typeof RUN_STATES)[number]

/** Progress of a run. */
export interface RunCounts {
  readonly created: number
  readonly refreshed: number
  readonly removed: number
  readonly refused: number
}

/** A run of an importer. Times are milliseconds since 1970. */
export interface Run extends RunCounts {
  readonly id: string
  readonly importer: string
  /** One more than that of the previous run of this importer. A process with a lower one must not write any more. */
  readonly fence: number
  readonly state: RunState
  readonly startedAt: number
  /** Time of the last heartbeat of its process. */
  readonly beatAt: number
  /** Time of the request to cancel it. */
  readonly cancelledAt?: number | undefined
  readonly endedAt?: number | undefined
  /** How many offers with different keys the source has; undefined if it was not read. */
  readonly items?: number | undefined
  /** How many items of the source have no readable key. */
  readonly unnamed?: number | undefined
  /** Equal for runs that got the same offers and refused the same of them. */
  readonly fingerprint?: string | undefined
  /** Number of refused items by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** Why it failed, is suspect, or was cancelled. */
  readonly reason?: string | undefined
}

/** An item of a source that was not stored, or whose stored version stayed unchanged. */
export interface RefusedItem {
  /** Key of the item in its source, cut when it is long; absent when it is unreadable. */
  readonly key?: string | undefined
  readonly reason: string
}

/** Outcome of a run. */
export type RunEnd = RunCounts &
  Pick<Run, 'items' | 'unnamed' | 'fingerprint' | 'reasons' | 'reason'> & {
    readonly state: Exclude<RunState, 'running' | 'approved'>
    readonly endedAt: number
    /** The first ones. */
    readonly refusals: readonly RefusedItem[]
  }

/** Runs of importers; owned by apps/offers. */
export interface RunStore {
  /**
   * Begins a run. If a run of this importer is active and its last heartbeat is less than `staleMs` away, returns that run
   * instead. A stale run is marked failed.
   */
  begin(run: { id: string; importer: string; startedAt: number }, staleMs: number): Promise<Run>
  /** Heartbeat of a run, with its progress; false when it is not running any more. */
  beat(id: string, atMs: number, counts: RunCounts): Promise<boolean>
  /** Requests the cancellation of a run; false when it is not running. */
  cancel(id: string, atMs: number): Promise<boolean>
  /** Ends a run. */
  finish(id: string, end: RunEnd): Promise<void>
  /** Approves a suspect run; false when it is not suspect. */
  approve(id: string): Promise<boolean>
  find(id: string): Promise<Run | undefined>
  /** The first refused items of an ended run. */
  refusals(id: string): Promise<readonly RefusedItem[]>
  /** The newest run of an importer that is in one of these states. */
  latest(importer: string, states: readonly RunState[]): Promise<Run | undefined>
  /** Runs of an importer, newest first. */
  list(importer: string, limit: number): Promise<Run[]>
}

/**
 * True when the process of a running run must have ended: its last heartbeat is `staleMs` away or more, in either direction.
 *
 * @example
 * ```ts
 * isStale({ beatAt: 1_000 }, 30_000, 30_000) // => false
 * isStale({ beatAt: 1_000 }, 31_000, 30_000) // => true
 * ```
 */
export function isStale({ beatAt }: Pick<Run, 'beatAt'>, nowMs: number, staleMs: number): boolean {
  // A heartbeat far in the future is from before the clock was set back; without this, the run would never be stale.
  return Math.abs(nowMs - beatAt) >= staleMs
}
