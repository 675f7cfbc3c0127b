/** Another program at the same work, or at part of it, measured in the same run. */
export interface Peer {
  readonly name: string
  readonly value: number
  /** CPU seconds of its process per event, where that was measured. */
  readonly cpuSecondsPerEvent?: number | undefined
  readonly note?: string | undefined
}

/** One figure, with its peers. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** CPU seconds of the process under test per event, where that is what is measured. */
  readonly cpuSecondsPerEvent?: number | undefined
  readonly peers: readonly Peer[]
  readonly note?: string | undefined
}

/** Measures something; gives figures. Starts and stops all that it needs. */
export interface Bench {
  readonly name: string
  readonly about: string
  measure(): Promise<readonly Figure[]>
}
