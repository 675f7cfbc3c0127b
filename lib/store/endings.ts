/** That a session ended, or all of a person's: tokens that they were given before are void. */
export interface Ending {
  readonly person: string
  /** The one session that ended; absent where every token of the person that is older than this entry is void. */
  readonly session?: string | undefined
  /** When the last token from before has expired by itself, in milliseconds since 1970; until then the list keeps it. */
  readonly until: number
  /** Its place in the list; grows with every entry. */
  readonly sequence: number
}

/** Which tokens are void before their end; owned by apps/accounts. */
export interface EndingStore {
  /** Adds an entry; gives its place. */
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
  /** Drops entries whose tokens have all expired; gives how many. */
  forget(nowMs: number): Promise<number>
}
