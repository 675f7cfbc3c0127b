import type { BusReaderOptions } from '#lib/event-bus/event-bus.ts'
import { offsetOfBeginning } from '#lib/event-bus/offset-of-beginning.ts'
import type { Partition } from '#lib/event-bus/sqlite/open-topics.ts'
import { lagOf, type Place, type Places } from '#lib/event-bus/sqlite/places.ts'
import type { Log } from '#lib/sqlite/log.ts'

/** The positions of a reader that commits nothing: it reads all partitions, and keeps its positions only in memory. */
export function createViewerPlaces(
  log: Log,
  partitions: readonly Partition[],
  { from, begin }: Pick<BusReaderOptions, 'from' | 'begin'>,
): Places {
  const places = new Map<number, Place>()

  function beginningOf(slot: number): number {
    const [first, end] = [log.first(slot), log.end(slot)]
    if (begin === undefined) return from === 'earliest' ? first : end
    return offsetOfBeginning(begin, { first, end, offsetAt: (timeMs) => log.offsetAt(slot, timeMs) })
  }

  async function nothing(): Promise<void> {}

  return {
    async join() {
      for (const partition of partitions) {
        const { slot } = partition
        if (places.has(slot)) continue
        places.set(slot, {
          ...partition,
          offset: beginningOf(slot),
          turn: 0,
        })
      }
    },
    keep: nothing,
    withRecords: () => [...places.values()].filter(({ slot, offset }) => log.end(slot) > offset),
    async commit(place, offset) {
      if (places.get(place.slot)?.turn === place.turn) places.set(place.slot, { ...place, offset })
    },
    async seek(timeMs) {
      for (const partition of partitions) {
        const turn = (places.get(partition.slot)?.turn ?? 0) + 1
        places.set(partition.slot, { ...partition, offset: log.offsetAt(partition.slot, timeMs), turn })
      }
    },
    lag() {
      return partitions.map((partition) => {
        const { slot } = partition
        const offset = places.get(slot)?.offset ?? beginningOf(slot)
        return lagOf({ ...partition, first: log.first(slot), end: log.end(slot), offset }, from)
      })
    },
    leave: nothing,
  }
}
