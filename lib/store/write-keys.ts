/** A write key: it identifies an app that sends events, and limits its rate. Times are milliseconds since 1970. */
export interface WriteKey {
  /** The key itself. It is in public pages, so it is not a secret. */
  readonly key: string
  /** Id of the key in events and metrics, which do not contain the key itself. */
  readonly id: string
  /** Name of the app. */
  readonly name: string
  /** Origins of the pages that may use it; none listed means all, and so does `*`. */
  readonly origins: readonly string[]
  /** Rate limit of a tracker process: sustained rate, and burst. */
  readonly ratePerSecond: number
  readonly burst: number
  readonly created: number
  readonly revokedAt?: number | undefined
  /** Its position in the list. A new key, and a changed key, get the highest one. */
  readonly sequence: number
}

/** A new key. */
export type NewWriteKey = Omit<WriteKey, 'revokedAt' | 'sequence'>

/** The write keys of apps; owned by apps/accounts. */
export interface WriteKeyStore {
  add(key: NewWriteKey): Promise<WriteKey>
  /** Revokes a key permanently; a revoked key stays unchanged. False when there is no such key. */
  revoke(key: string, nowMs: number): Promise<boolean>
  /**
   * Keys after a position, also revoked ones, in the order of their sequence. A reader that continues from the last one it
   * read misses none, even if keys are written meanwhile. A key is listed once, in its current state.
   */
  list(afterSequence: number, limit: number): Promise<WriteKey[]>
}
