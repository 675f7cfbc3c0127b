import { KafkaJSAggregateError, type Admin, type ITopicConfig } from 'kafkajs'
import { messageOf } from '#lib/errors/message-of.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'

// The broker's default: as many replicas as the cluster is configured to keep.
const BROKER_DEFAULT = -1

const LED_MS = 20_000
const LOOK_AGAIN_MS = 50

/** Creates missing topics with their declared partitions and retention. */
export async function ensureTopics(admin: Admin, names: readonly string[]): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = names.filter((name) => !there.has(name)).map(configOf)
  if (missing.length === 0) return
  try {
    await admin.createTopics({ topics: missing, waitForLeaders: true })
  } catch (error) {
    // Another process has created them first.
    const isThere =
      error instanceof KafkaJSAggregateError &&
      error.errors.every((one) => /already exists/iu.test(messageOf(one)))
    if (!isThere) throw error
  }
  await untilLed(admin, missing)
}

// Kafka answers a creation before every partition has a working leader. Until then writes and reads are refused, and the driver's
// retries would publish accepted records twice. A leader that returns its offsets works.
async function untilLed(admin: Admin, wanted: readonly ITopicConfig[]): Promise<void> {
  const deadline = Date.now() + LED_MS
  for (const { topic, numPartitions } of wanted) {
    while (!(await isLed(admin, topic, numPartitions))) {
      if (Date.now() > deadline) throw new Error(`topic "${topic}" has no leaders after ${LED_MS} ms`)
      await Bun.sleep(LOOK_AGAIN_MS)
    }
  }
}

async function isLed(admin: Admin, topic: string, partitions: number | undefined): Promise<boolean> {
  try {
    return (await admin.fetchTopicOffsets(topic)).length === partitions
  } catch {
    // Not yet, whatever the error says: the deadline ends the wait.
    return false
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
      // Stored as the producer compressed it.
      { name: 'compression.type', value: 'producer' },
    ],
  }
}
