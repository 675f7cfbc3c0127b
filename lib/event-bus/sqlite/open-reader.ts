import type { BusReader, BusReaderOptions, PartitionLag, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { createDispatcher } from '#lib/event-bus/sqlite/dispatcher.ts'
import { createGroupPlaces } from '#lib/event-bus/sqlite/group-places.ts'
import { openBusLog, partitionsOf } from '#lib/event-bus/sqlite/open-topics.ts'
import { createViewerPlaces } from '#lib/event-bus/sqlite/viewer-places.ts'

/**
 * A member of a group on the bus in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteBusReader(url: string, options: BusReaderOptions): BusReader {
  const log = openBusLog(url)
  const partitions = options.topics.flatMap((topic) => partitionsOf(log, topic))
  const isViewer = options.isCommitting === false
  const places = (isViewer ? createViewerPlaces : createGroupPlaces)(log, partitions, options)
  const dispatcher = createDispatcher(log, places, options)
  let running: Promise<void> | undefined
  let closing: Promise<void> | undefined

  async function run(handle: (batch: RecordBatch) => Promise<void>): Promise<void> {
    if (running !== undefined)
      throw new Error(`Cannot run reader of group "${options.group}": it runs already`)
    await (running = places.join())
    running = dispatcher.run(handle)
  }

  async function close(): Promise<void> {
    dispatcher.stop()
    try {
      await running
      await places.leave()
    } finally {
      await log.close()
    }
  }

  return {
    run,
    pause: dispatcher.pause,
    resume: dispatcher.resume,
    async seek(timeMs) {
      await places.seek(timeMs)
      dispatcher.look()
    },
    lag: async (): Promise<PartitionLag[]> => places.lag(),
    close: () => (closing ??= close()),
  }
}
