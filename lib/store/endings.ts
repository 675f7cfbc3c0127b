/** The end of one session, or of all sessions of a person. Tokens issued before it are invalid. */
export interface Ending {
  readonly person: string
  /** The ended session; absent when every older token of the person is invalid. */
  readonly session?: string | undefined
  /** Time at which the last older token expires, in milliseconds since 1970. The list keeps the entry until then. */
  readonly until: number
  /** Its place in the list. It grows with every new entry. */
  readonly sequence: number
}

/** Ended sessions, whose tokens are invalid before they expire; owned by apps/accounts. */
export interface EndingStore {
  /** Adds an entry; returns its place. */
  add(ending: Omit<Ending, 'sequence'>): Promise<number>
  /** The entries of a person, in their order. */
  ofPerson(person: string): Promise<Ending[]>
  /**
   * The list in the order of its sequence, those after a place in it. Whoever goes on from the last one it saw misses none,
   * also of those that are written meanwhile.
   */
  list(afterSequence: number, limit: number): Promise<Ending[]>
  /**
   * The place of the newest entry there ever was; 0 before the first. What is added after this was called has a higher one,
   * also where all entries are forgotten.
   */
  last(): Promise<number>
  /** Deletes entries whose tokens have all expired; returns how many. */
  forget(nowMs: number): Promise<number>
}
