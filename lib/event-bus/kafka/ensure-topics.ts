import { KafkaJSAggregateError, type Admin, type ITopicConfig } from 'kafkajs'
import { messageOf } from '#lib/errors/message-of.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'

// Broker's own: as many copies as the cluster is set to keep.
const BROKER_DEFAULT = -1

/** Makes topics that are not there, with the partitions and the retention they are declared with. */
export async function ensureTopics(admin: Admin, names: readonly string[]): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = names.filter((name) => !there.has(name)).map(configOf)
  if (missing.length === 0) return
  try {
    await admin.createTopics({ topics: missing, waitForLeaders: true })
  } catch (error) {
    // Another process was faster.
    const isThere =
      error instanceof KafkaJSAggregateError &&
      error.errors.every((one) => /already exists/iu.test(messageOf(one)))
    if (!isThere) throw error
  }
}

function configOf(name: string): ITopicConfig {
  const { partitions, retentionMs } = topicNamed(name)
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor: BROKER_DEFAULT,
    configEntries: [
      { name: 'retention.ms', value: String(retentionMs) },
      // Stored as it was packed by the producer.
      { name: 'compression.type', value: 'producer' },
    ],
  }
}
