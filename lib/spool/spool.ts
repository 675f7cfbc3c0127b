/** Where values wait on this machine's disk until their place takes them. Any number of processes may share its folder. */
export interface Spool {
  /**
   * Keeps all values. Once it resolves they survive kill -9 and a power cut; when it rejects, none, some or all were kept.
   *
   * @throws {UnavailableError} when they do not fit, or the disk takes nothing.
   */
  append(values: readonly string[]): Promise<void>
  /** How much waits, in bytes. */
  bytes(): number
  /** How much more fits, in bytes: below the spool's own limit, and on the disk. */
  room(): Promise<number>
  /**
   * Hands all that waits to `keep`, about the oldest first, part by part; what it has resolved for is removed. What dead
   * processes left behind in the same folder comes along. Values may come twice: after a crash, up to a segment of them. A segment that cannot be read stays, is said in the log once, and holds up no other.
   *
   * @throws what `keep` does: that part and all behind it stay.
   */
  drain(keep: (values: readonly string[]) => Promise<void>): Promise<void>
  /** What waits stays for whoever opens it next. */
  close(): Promise<void>
}
