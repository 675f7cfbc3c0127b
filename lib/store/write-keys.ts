/** Names an app that sends events, and limits what may be sent in its name. Times are milliseconds since 1970. */
export interface WriteKey {
  /** What the app sends. It stands in pages that everybody can read, so it is no secret. */
  readonly key: string
  /** Names the key in events and counts, where the key itself is not. */
  readonly id: string
  /** What people call the app. */
  readonly name: string
  /** Origins of the pages that may use it; none listed means all, and so does `*`. */
  readonly origins: readonly string[]
  /** How many events a tracker process takes in the long run, and how many at once. */
  readonly ratePerSecond: number
  readonly burst: number
  readonly created: number
  readonly revokedAt?: number | undefined
  /** Its place in the list; grows with every key, and with every change of one. */
  readonly sequence: number
}

/** A key to be added. */
export type NewWriteKey = Omit<WriteKey, 'revokedAt' | 'sequence'>

/** The write keys of apps; owned by apps/accounts. */
export interface WriteKeyStore {
  add(key: NewWriteKey): Promise<WriteKey>
  /** Ends a key for good; one that was ended before stays as it is. False: no such key. */
  revoke(key: string, nowMs: number): Promise<boolean>
  /**
   * Keys, revoked ones too, in the order of their sequence, those after a place in it. Whoever goes on from the last one it
   * saw misses none, also of those that are written meanwhile; a key is listed once, as it is now.
   */
  list(afterSequence: number, limit: number): Promise<WriteKey[]>
}
