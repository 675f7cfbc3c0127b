import { Kafka, logLevel } from 'kafkajs'
import { quietRequestQueue } from '#lib/event-bus/quiet-request-queue.ts'

quietRequestQueue()

/** True when a broker knows so many brokers of its cluster; rejects when it does not answer. */
export async function isKafkaServing(broker: string, count: number): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.length === count
  } finally {
    await admin.disconnect()
  }
}
