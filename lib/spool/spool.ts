/** Stores values on the local disk until the stream accepts them. Any number of processes may share its folder. */
export interface Spool {
  /**
   * Stores all values. Once it resolves, they survive kill -9 and a power cut. When it rejects, none, some or all were stored.
   *
   * @throws {UnavailableError} when they do not fit, or the disk refuses them.
   */
  append(values: readonly string[]): Promise<void>
  /** Number of waiting bytes. */
  bytes(): number
  /** Number of bytes that still fit, within the spool's own limit and on the disk. */
  room(): Promise<number>
  /**
   * Hands all waiting values to `keep`, part by part, roughly the oldest first; what `keep` resolved for is removed. This
   * includes values that dead processes left in the folder. After a crash, up to one segment of values may come twice. A
   * segment that cannot be read stays and is logged once; the others are still drained.
   *
   * @throws the error of `keep`: that part and all later ones stay.
   */
  drain(keep: (values: readonly string[]) => Promise<void>): Promise<void>
  /** Waiting values stay for the next process that opens the folder. */
  close(): Promise<void>
}
