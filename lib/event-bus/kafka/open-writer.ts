import { CompressionTypes, KafkaJSProtocolError, type ICustomPartitioner, type Message } from 'kafkajs'
import type { BusRecord, BusWriter } from '#lib/event-bus/event-bus.ts'
import { TOPICS, topicNamed } from '#lib/event-bus/topics.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { RefusedError } from '#lib/errors/refused-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { stayConnected } from '#lib/waits/stay-connected.ts'
import { connectKafka } from './connect-kafka.ts'
import { ensureTopics } from './ensure-topics.ts'
import { partitionOf } from './partition-of.ts'
import { refusalOf } from './refusal-of.ts'

/** The broker answers after all in-sync replicas have the records. */
const ACKS_ALL = -1

// Brokers refuse batches over 1 MiB. A request stays below that, even when all its records go to one partition.
const REQUEST_BYTES_MAX = 900_000
const RECORD_OVERHEAD_BYTES = 100

// A few records compress badly.
const COMPRESSED_RECORDS_MIN = 50

/** Opens the publishing side of Kafka. */
export async function openKafkaWriter(url: string, log?: Logger): Promise<BusWriter> {
  const { kafka, name } = connectKafka(url, log)
  // Not idempotent: after a failure the driver resets its sequence numbers, and then loses acknowledged records.
  const producer = kafka.producer({
    createPartitioner,
    allowAutoTopicCreation: false,
  })
  const admin = kafka.admin()
  const known = new Set<string>()
  // Calls run one after the other: a retry must not put a later record of a key before an earlier one.
  let turn = Promise.resolve()

  const connection = await stayConnected({
    engine: `Kafka at ${name}`,
    refusalOf: (error) => refusalOf(error, name),
    connect: async () => {
      await Promise.all([producer.connect(), admin.connect()])
      await ensureTopics(
        admin,
        TOPICS.map((topic) => topic.name),
      )
      for (const topic of TOPICS) known.add(topic.name)
    },
    disconnect: async () => {
      await Promise.all([producer.disconnect(), admin.disconnect()])
    },
  })

  async function sendAll(topic: string, records: readonly BusRecord[]): Promise<void> {
    await connection.check()
    try {
      if (!known.has(topic)) await ensureTopics(admin, [topic])
      known.add(topic)
      for (const part of partsOf(records)) {
        await producer.send({
          topic,
          acks: ACKS_ALL,
          compression: part.length >= COMPRESSED_RECORDS_MIN ? CompressionTypes.ZSTD : CompressionTypes.None,
          messages: part.map((record) => toMessage(topic, record)),
        })
      }
    } catch (error) {
      const message = `Cannot publish ${records.length} records to "${topic}" of Kafka at ${name}: ${messageOf(error)}`
      throw isTooLarge(error)
        ? new RefusedError(message, { cause: error })
        : new UnavailableError(message, { cause: error })
    }
  }

  return {
    publish(topic, records) {
      if (records.length === 0) return Promise.resolve()
      const sent = turn.then(() => sendAll(topic, records))
      turn = sent.catch(() => undefined)
      return sent
    },
    async check() {
      await connection.check()
      try {
        await admin.describeCluster()
      } catch (error) {
        throw new UnavailableError(`Cannot reach Kafka at ${name}: ${messageOf(error)}`, { cause: error })
      }
    },
    async close() {
      await turn
      await connection.close()
    },
  }
}

// A broker answers this for a request with one record that is too large: all other records fit, see partsOf().
function isTooLarge(error: unknown): boolean {
  return error instanceof KafkaJSProtocolError && error.type === 'MESSAGE_TOO_LARGE'
}

const createPartitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message }) =>
    partitionOf(String(message.key), partitionMetadata.length)

function toMessage(topic: string, { key, value, timestamp }: BusRecord): Message {
  return {
    key,
    value,
    timestamp: String(timestamp),
    headers: { 'content-type': topicNamed(topic).contentType },
  }
}

function* partsOf(records: readonly BusRecord[]): Generator<BusRecord[]> {
  let part: BusRecord[] = []
  let bytes = 0
  for (const record of records) {
    const size = Buffer.byteLength(record.value) + Buffer.byteLength(record.key) + RECORD_OVERHEAD_BYTES
    if (part.length > 0 && bytes + size > REQUEST_BYTES_MAX) {
      yield part
      part = []
      bytes = 0
    }
    part.push(record)
    bytes += size
  }
  yield part
}
