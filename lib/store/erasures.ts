/** A deleted account. Times are milliseconds since 1970. */
export interface Erased {
  readonly person: string
  readonly erasedAt: number
  /** Time at which the last copy of the person's events expires. The list keeps the entry until then. */
  readonly copiesUntil: number
  /** Its position in the list. Every new entry has a higher one. */
  readonly sequence: number
}

/** A task to erase all data of a person, or to remove the links between a person and a device that they gave back. */
export interface EraseTask {
  /** Tasks with the same id are the same task. */
  readonly id: string
  readonly person: string
  readonly device?: string | undefined
  /** The names of the stations and stores that still have to do it, in order. */
  readonly places: readonly string[]
  /** Time from which it may be leased. */
  readonly dueAt: number
}

/** Erased people and open tasks of erasing; owned by apps/accounts. */
export interface ErasureStore {
  /** Adds a person to the list and stores tasks in one write; of several calls the first one counts. Returns the entry of the list. */
  erase(erased: Omit<Erased, 'sequence'>, tasks: readonly EraseTask[]): Promise<Erased>
  find(person: string): Promise<Erased | undefined>
  /**
   * The entries after a position, in the order of their sequence. A reader that continues from the last one it read misses
   * none, even if entries are added meanwhile.
   */
  list(afterSequence: number, limit: number): Promise<Erased[]>
  /** Deletes the entries whose copies have all expired; returns how many. */
  forget(nowMs: number): Promise<number>
  /** Stores a task; a stored task of that id stays unchanged. */
  addTask(task: EraseTask): Promise<void>
  /** Leases up to `max` due tasks, the longest due first. They are due again after `leaseMs` unless they are finished. */
  leaseTasks(max: number, leaseMs: number, nowMs: number): Promise<EraseTask[]>
  /** Removes one of these names from a task; the task is deleted with the last one. */
  finishPlace(id: string, place: string): Promise<void>
}
