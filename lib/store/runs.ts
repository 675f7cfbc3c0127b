/** What a run of an importer did. Times are milliseconds since 1970. */
export interface Run {
  readonly id: string
  readonly importer: string
  readonly state: 'running' | 'done' | 'failed'
  readonly startedAt: number
  readonly endedAt?: number | undefined
  readonly created: number
  readonly refreshed: number
  readonly removed: number
  readonly refused: number
  /** Why it failed. */
  readonly reason?: string | undefined
}

/** How a run ended. */
export type RunEnd = Pick<Run, 'created' | 'refreshed' | 'removed' | 'refused' | 'reason'> & {
  readonly state: 'done' | 'failed'
  readonly endedAt: number
}

/** Runs of importers; owned by apps/offers. */
export interface RunStore {
  /**
   * Begins a run, unless one of this importer is running that began less than `staleMs` before; then gives that one. A
   * stale one is marked failed.
   */
  begin(run: { id: string; importer: string; startedAt: number }, staleMs: number): Promise<Run>
  finish(id: string, end: RunEnd): Promise<void>
  find(id: string): Promise<Run | undefined>
  /** Runs of an importer, newest first. */
  list(importer: string, limit: number): Promise<Run[]>
}
