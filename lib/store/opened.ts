/** A store that is open until it is closed. */
export type Opened<Port> = Port & {
  /** Finishes the work in progress, then closes the database. */
  close(): Promise<void>
}
