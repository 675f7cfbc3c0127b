import { KafkaJSAggregateError, type Admin, type ITopicConfig } from 'kafkajs'
import { messageOf } from '#lib/errors/message-of.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'

// Broker's own: as many copies as the cluster is set to keep.
const BROKER_DEFAULT = -1

const LED_MS = 20_000
const LOOK_AGAIN_MS = 50

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
  await untilLed(admin, missing)
}

// The answer to a creation comes before every partition has a leader at work: who writes or reads too early is refused, and
// the driver's own tries double what the others took. A leader that tells its offsets is at work.
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
    // Not yet, whatever it says: the deadline ends the wait.
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
      // Stored as it was packed by the producer.
      { name: 'compression.type', value: 'producer' },
    ],
  }
}
