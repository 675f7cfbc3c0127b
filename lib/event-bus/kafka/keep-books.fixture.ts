import type { BusReader, ReceivedRecord, RecordBatch } from '#lib/event-bus/event-bus.ts'

/** Records what was handed out and finished, and finds wrong positions of the group. */
export function keepBooks(observer: BusReader) {
  const sources: (() => void)[] = []
  const handlings: { readonly member: string; readonly record: ReceivedRecord }[] = []
  const faults: string[] = []
  const done = new Map<number, number>()
  const committed = new Map<number, number>()
  const doneOf = (partition: number) => done.get(partition) ?? 0

  /** Reads what other processes have reported so far. */
  function hear(): void {
    for (const source of sources) source()
  }

  function finish(partition: number, first: number, last: number): void {
    if (first <= doneOf(partition)) done.set(partition, Math.max(doneOf(partition), last + 1))
  }

  return {
    handlings,
    faults,
    finish,
    /** Adds a function that is called for news before each check. */
    listenTo: (source: () => void) => sources.push(source),
    handed(member: string, { partition, records }: RecordBatch): void {
      hear()
      const first = records[0]?.offset ?? 0
      if (first > doneOf(partition)) faults.push(`${member} skips to ${first} in ${partition}`)
      if (records.some(({ offset }, index) => index > 0 && offset !== (records[index - 1]?.offset ?? 0) + 1))
        faults.push(`${member} is given a batch with holes in ${partition}`)
      handlings.push(...records.map((record) => ({ member, record })))
    },
    finished({ partition, records }: RecordBatch): void {
      finish(partition, records[0]?.offset ?? 0, records.at(-1)?.offset ?? -1)
    },
    /** Checks the positions of the group: never beyond finished records, never backwards. Returns their sum. */
    look: async (): Promise<number> => {
      const places = await observer.lag()
      hear()
      for (const { partition, committed: place } of places) {
        if (place > doneOf(partition)) faults.push(`${partition} is committed to ${place}, not finished`)
        if (place < (committed.get(partition) ?? 0)) faults.push(`${partition} goes back to ${place}`)
        committed.set(partition, place)
      }
      return places.reduce((sum, { committed: place }) => sum + place, 0)
    },
    /** The values that were handed out, each once, in the order of their first hand-out. */
    firstHandlings: () => [...new Set(handlings.map(({ record }) => record.value))],
  }
}
