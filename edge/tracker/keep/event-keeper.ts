import type { StreamWriter } from '#lib/stream-log/stream-log.ts'

/** How safe kept events are: in the stream, or in the spool on the tracker's own disk; both with fsync. */
export type AckLevel = 'stream' | 'spool'

/** Where the tracker keeps events. */
export interface EventKeeper {
  /**
   * Keeps all values. Once it resolves they survive kill -9 of every process; when it rejects, none, some or all were kept.
   *
   * @throws {UnavailableError} when neither stream nor spool can take them now.
   */
  keep(values: readonly string[]): Promise<AckLevel>
  /**
   * Keeps all values in the stream, never in the spool: for callers that have a spool of their own.
   *
   * @throws {UnavailableError} when the stream cannot take them now.
   */
  keepInStream(values: readonly string[]): Promise<void>
}

/** A keeper without a spool. */
export function streamKeeper(stream: StreamWriter): EventKeeper {
  return {
    async keep(values) {
      await stream.append(values)
      return 'stream'
    },
    keepInStream: (values) => stream.append(values),
  }
}
