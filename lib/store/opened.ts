/** A store that is open until it is closed. */
export type Opened<Port> = Port & {
  /** Finishes what was begun, then lets go of the database. */
  close(): Promise<void>
}
