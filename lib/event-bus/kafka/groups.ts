import type { BusGroup } from '#lib/event-bus/event-bus.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { connectKafka } from './connect-kafka.ts'

/**
 * The consumer groups of a Kafka that have committed offsets, including those of other users of the same Kafka.
 *
 * @throws {UnavailableError} when Kafka does not answer.
 */
export async function groupsOfKafka(url: string): Promise<BusGroup[]> {
  const { kafka, name } = connectKafka(url)
  const admin = kafka.admin()
  try {
    await admin.connect()
    const { groups } = await admin.listGroups()
    const found: BusGroup[] = []
    for (const { groupId: group } of groups.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))) {
      const committed = await admin.fetchOffsets({ groupId: group })
      const topics = committed
        .filter(({ partitions }) => partitions.some(({ offset }) => Number(offset) >= 0))
        .map(({ topic }) => topic)
      if (topics.length > 0) found.push({ group, topics: topics.toSorted() })
    }
    return found
  } catch (error) {
    throw new UnavailableError(`Cannot reach Kafka at ${name}: ${messageOf(error)}`, { cause: error })
  } finally {
    await admin.disconnect()
  }
}
