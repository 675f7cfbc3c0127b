import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { openBusLog, partitionsOf } from '#lib/event-bus/sqlite/open-topics.ts'
import { partitionOf } from '#lib/event-bus/sqlite/partition-of.ts'
import { createRetention } from '#lib/event-bus/sqlite/retention.ts'

/**
 * The publishing side of the bus in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteBusWriter(url: string): BusWriter {
  const log = openBusLog(url)
  const retention = createRetention(log)
  const slotsByTopic = new Map<string, readonly number[]>()
  let isClosed = false

  function slotsOf(topic: string): readonly number[] {
    const slots = slotsByTopic.get(topic) ?? partitionsOf(log, topic).map(({ slot }) => slot)
    slotsByTopic.set(topic, slots)
    return slots
  }

  return {
    async publish(topic, records) {
      if (records.length === 0) return
      const slots = slotsOf(topic)
      await log.append(
        records.map(({ key, value, timestamp }) => {
          const slot = slots[partitionOf(key, slots.length)]
          if (slot === undefined)
            throw new RangeError(`Cannot publish to topic "${topic}": it has no partition`)
          return { slot, key, value, time: timestamp }
        }),
      )
      retention.due()
    },
    check: log.check,
    async close() {
      if (isClosed) return
      isClosed = true
      await retention.stop()
      await log.close()
    },
  }
}
