/** A deleted account. Times are milliseconds since 1970. */
export interface Erased {
  readonly person: string
  readonly erasedAt: number
  /** Time at which the last copy of the person's events expires. The list keeps the entry until then. */
  readonly copiesUntil: number
  /** Its place in the list. It grows with every new entry. */
  readonly sequence: number
}

/** A task of erasing in other stations: all data of a person, or a person's data of a device that was given back. */
export interface EraseTask {
  /** Two tasks of one id are one. */
  readonly id: string
  readonly person: string
  readonly device?: string | undefined
  /** The stations that still have to do it, in order. */
  readonly places: readonly string[]
  /** Time from which it may be leased. */
  readonly dueAt: number
}

/** Erased people and open tasks of erasing; owned by apps/accounts. */
export interface ErasureStore {
  /** Lists a person and keeps tasks in one write; of several calls the first one counts. Gives the entry of the list. */
  erase(erased: Omit<Erased, 'sequence'>, tasks: readonly EraseTask[]): Promise<Erased>
  find(person: string): Promise<Erased | undefined>
  /**
   * The list in the order of its sequence, those after a place in it. Whoever goes on from the last one it saw misses none,
   * also of those that are written meanwhile.
   */
  list(afterSequence: number, limit: number): Promise<Erased[]>
  /** Deletes entries of people of whom no copy is left; returns how many. */
  forget(nowMs: number): Promise<number>
  /** Stores a task; a stored task of that id stays unchanged. */
  addTask(task: EraseTask): Promise<void>
  /** Leases up to `max` due tasks, the longest due first. They are due again after `leaseMs` unless they are finished. */
  leaseTasks(max: number, leaseMs: number, nowMs: number): Promise<EraseTask[]>
  /** Removes a station from a task; the task is deleted with the last one. */
  finishPlace(id: string, place: string): Promise<void>
}
