/** The end of one session, or of all sessions of a person. Tokens issued before it are invalid. */
export interface Ending {
  readonly person: string
  /** The ended session; absent when every older token of the person is invalid. */
  readonly session?: string | undefined
  /** Time at which the last older token expires, in milliseconds since 1970. The list keeps the entry until then. */
  readonly until: number
  /** Its position in the list. Every new entry has a higher one. */
  readonly sequence: number
}

/** Ended sessions, whose tokens are invalid before they expire; owned by apps/accounts. */
export interface EndingStore {
  /** Adds an entry; returns its position. */
  add(ending: Omit<Ending, 'sequence'>): Promise<number>
  /** The entries of a person, in their order. */
  ofPerson(person: string): Promise<Ending[]>
  /**
   * The entries after a position, in the order of their sequence. A reader that continues from the last one it read misses
   * none, even if entries are added meanwhile.
   */
  list(afterSequence: number, limit: number): Promise<Ending[]>
  /**
   * The position of the newest entry that ever existed; 0 before the first. Entries that are added later have higher ones,
   * even if all entries are deleted.
   */
  last(): Promise<number>
  /** Deletes entries whose tokens have all expired; returns how many. */
  forget(nowMs: number): Promise<number>
}
