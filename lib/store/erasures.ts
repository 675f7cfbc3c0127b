/** A person whose account was deleted. Times are milliseconds since 1970. */
export interface Erased {
  readonly person: string
  readonly erasedAt: number
  /** When the last copy of what they sent has expired; until then the list keeps them. */
  readonly copiesUntil: number
  /** Its place in the list; grows with every entry. */
  readonly sequence: number
}

/** What must go elsewhere: all there is of a person, or what is theirs of a device that they gave back. */
export interface EraseTask {
  /** Two tasks of one id are one. */
  readonly id: string
  readonly person: string
  readonly device?: string | undefined
  /** Where it is yet to go, in the order in which they are told. */
  readonly places: readonly string[]
  /** When it may be leased. */
  readonly dueAt: number
}

/** Who was erased, and what is still to be done for it; owned by apps/accounts. */
export interface ErasureStore {
  /** Lists a person and keeps tasks in one write; of several calls the first one counts. Gives the entry of the list. */
  erase(erased: Omit<Erased, 'sequence'>, tasks: readonly EraseTask[]): Promise<Erased>
  find(person: string): Promise<Erased | undefined>
  /**
   * The list in the order of its sequence, those after a place in it. Whoever goes on from the last one it saw misses none,
   * also of those that are written meanwhile.
   */
  list(afterSequence: number, limit: number): Promise<Erased[]>
  /** Drops those from the list of whom no copy is left; gives how many. */
  forget(nowMs: number): Promise<number>
  /** Keeps a task; one of that id that is there already stays. */
  addTask(task: EraseTask): Promise<void>
  /** Up to `max` tasks that are due, the longest due first; due again after `leaseMs`, should nobody finish them. */
  leaseTasks(max: number, leaseMs: number, nowMs: number): Promise<EraseTask[]>
  /** Strikes a place off a task; the task goes with the last one. */
  finishPlace(id: string, place: string): Promise<void>
}
