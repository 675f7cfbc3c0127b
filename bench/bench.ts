/** Another program that does the same work or a part of it, measured in the same run. */
export interface Peer {
  readonly name: string
  readonly value: number
  /** CPU seconds of its process per event, if measured. */
  readonly cpuSecondsPerEvent?: number | undefined
  readonly note?: string | undefined
}

/** One result, with those of its peers. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** CPU seconds of the tested process per event, if measured. */
  readonly cpuSecondsPerEvent?: number | undefined
  readonly peers: readonly Peer[]
  readonly note?: string | undefined
}

/** A measurement. It starts and stops everything that it needs. */
export interface Bench {
  readonly name: string
  readonly about: string
  measure(): Promise<readonly Figure[]>
}
