/**
 * How a run of an importer stands. `suspect`: it took nothing back, because the source looked broken. `approved`: a suspect
 * one that an operator stands by.
 */
export const RUN_STATES = ['running', 'done', 'suspect', 'approved', 'failed', 'cancelled'] as const
export type RunState = (typeof RUN_STATES)[number]

/** What a run has done so far. */
export interface RunCounts {
  readonly created: number
  readonly refreshed: number
  readonly removed: number
  readonly refused: number
}

/** What a run of an importer did. Times are milliseconds since 1970. */
export interface Run extends RunCounts {
  readonly id: string
  readonly importer: string
  /** One more than that of the run before of this importer: whoever has a lower one writes nothing any more. */
  readonly fence: number
  readonly state: RunState
  readonly startedAt: number
  /** When its process last said that it is at work. */
  readonly beatAt: number
  /** When somebody asked it to end. */
  readonly cancelledAt?: number | undefined
  readonly endedAt?: number | undefined
  /** How many offers the source named, by different keys; undefined where it was not read. */
  readonly items?: number | undefined
  /** How many items of the source had no key that could be read. */
  readonly unnamed?: number | undefined
  /** Equal for runs that were given the same offers, and had the same of them refused. */
  readonly fingerprint?: string | undefined
  /** How many items were refused, by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** Why it failed, is suspect, or was cancelled. */
  readonly reason?: string | undefined
}

/** An item of a source that was not kept, or kept as it was before. */
export interface Refusal {
  /** What the source calls it, cut where it is long; absent where that cannot be read. */
  readonly key?: string | undefined
  readonly reason: string
}

/** How a run ended. */
export type RunEnd = RunCounts &
  Pick<Run, 'items' | 'unnamed' | 'fingerprint' | 'reasons' | 'reason'> & {
    readonly state: Exclude<RunState, 'running' | 'approved'>
    readonly endedAt: number
    /** The first ones. */
    readonly refusals: readonly Refusal[]
  }

/** Runs of importers; owned by apps/offers. */
export interface RunStore {
  /**
   * Begins a run, unless one of this importer is running whose last beat is less than `staleMs` away; then gives that one. A
   * stale one is marked failed.
   */
  begin(run: { id: string; importer: string; startedAt: number }, staleMs: number): Promise<Run>
  /** Says that a run is at work, and how far it came; false when it is not running any more. */
  beat(id: string, atMs: number, counts: RunCounts): Promise<boolean>
  /** Asks a running one to end; false when it is not running. */
  cancel(id: string, atMs: number): Promise<boolean>
  /** Ends a running one. */
  finish(id: string, end: RunEnd): Promise<void>
  /** Makes a suspect run an approved one; false when it is not suspect. */
  approve(id: string): Promise<boolean>
  find(id: string): Promise<Run | undefined>
  /** The first items that were refused in a run that ended. */
  refusals(id: string): Promise<readonly Refusal[]>
  /** The newest run of an importer that is in one of these states. */
  latest(importer: string, states: readonly RunState[]): Promise<Run | undefined>
  /** Runs of an importer, newest first. */
  list(importer: string, limit: number): Promise<Run[]>
}

/**
 * True when the process of a running run must have ended: its last beat is `staleMs` away or more, in either direction.
 *
 * @example
 * ```ts
 * isStale({ beatAt: 1_000 }, 30_000, 30_000) // => false
 * isStale({ beatAt: 1_000 }, 31_000, 30_000) // => true
 * ```
 */
export function isStale({ beatAt }: Pick<Run, 'beatAt'>, nowMs: number, staleMs: number): boolean {
  // One far ahead is from before the clock was set back: nobody would outlive it.
  return Math.abs(nowMs - beatAt) >= staleMs
}
