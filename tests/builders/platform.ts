/** A platform at work, in one process or in many. */
export interface Platform {
  /** The front end, where every station is reachable by path. */
  readonly url: string
  /** Its signing keys. */
  readonly keysPath: string
  /** Its event bus. */
  readonly busUrl: string
  /**
   * Kills with -9 what moves, matches and rings, and starts it again; in between, what `meanwhile` does.
   */
  crash(meanwhile?: () => Promise<void>): Promise<void>
  /** SIGTERM; gives the worst exit code. */
  stop(): Promise<number>
}
