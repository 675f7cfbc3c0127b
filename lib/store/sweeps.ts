/** How far work that follows the time was done, and which process does it now. All times are milliseconds since 1970. */
export interface SweepStore {
  /**
   * Takes the work of a name, unless another process holds it. Gives the time up to which it was done, which is 0 when it was
   * never done; undefined when it is held. It is held for `leaseMs`, or until `done()`.
   */
  lease(name: string, nowMs: number, leaseMs: number): Promise<number | undefined>
  /** Says that the work was done up to a time, and gives it back. The time never goes back. */
  done(name: string, untilMs: number): Promise<void>
}
