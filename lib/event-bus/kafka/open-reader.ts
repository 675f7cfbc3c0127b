import { countInHand } from './count-in-hand.ts'
import type { BusReader, BusReaderOptions } from '#lib/event-bus/event-bus.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { stayConnected } from '#lib/waits/stay-connected.ts'
import { openHandOut, type Handle, type ReaderState } from './hand-out.ts'
import { connectKafka } from './connect-kafka.ts'
import { ensureTopics } from './ensure-topics.ts'
import { openMembership } from './membership.ts'
import { readPlaces } from './read-places.ts'
import { refusalOf } from './refusal-of.ts'

const BATCH_DEFAULT = 500
const EMPTY_GROUP_MS = 30_000
const LOOK_AGAIN_MS = 250

/** Opens a member of a consumer group on Kafka. */
export async function openKafkaReader(
  url: string,
  options: BusReaderOptions,
  log?: Logger,
): Promise<BusReader> {
  const { topics, from, begin, batchMax = BATCH_DEFAULT, isCommitting = true } = options
  const group = isCommitting ? options.group : `${options.group}.viewer.${newId()}`
  const { kafka, name } = connectKafka(url, log)
  const admin = kafka.admin()
  const connection = await stayConnected({
    engine: `Kafka at ${name}`,
    refusalOf: (error) => refusalOf(error, name),
    connect: async () => {
      await admin.connect()
      await ensureTopics(admin, topics)
    },
    disconnect: () => admin.disconnect(),
  })
  const standing = { group, topics, from, isCommitting, begin }
  let handler: Handle | undefined
  const state: ReaderState = { isPaused: false, isClosed: false, seeks: 0 }
  const handOut = openHandOut({ group, batchMax, isCommitting, state, log })
  const inHand = countInHand()
  const membership = openMembership({
    kafka,
    admin,
    standing,
    state,
    handOut,
    inHand,
    name,
    log,
  })

  async function untilEmpty(): Promise<void> {
    const deadline = Date.now() + EMPTY_GROUP_MS
    for (;;) {
      const [described] = (await admin.describeGroups([group])).groups
      if (described === undefined || described.members.length === 0) return
      if (Date.now() > deadline) {
        throw new UnavailableError(
          `Cannot move group "${group}" of Kafka at ${name}: ${described.members.length} members are active; stop them first`,
        )
      }
      await Bun.sleep(LOOK_AGAIN_MS)
    }
  }

  return {
    async run(handle) {
      handler = handle
      await connection.made
      await membership.join(handle)
    },
    pause() {
      state.isPaused = true
      if (handler !== undefined) membership.consumer()?.pause(topics.map((topic) => ({ topic })))
    },
    resume() {
      state.isPaused = false
      if (handler !== undefined) membership.consumer()?.resume(topics.map((topic) => ({ topic })))
    },
    async seek(timeMs) {
      await connection.check()
      const moves = await Promise.all(
        topics.map(async (topic) => ({
          topic,
          partitions: await admin.fetchTopicOffsetsByTimestamp(topic, timeMs),
        })),
      )
      const consumer = membership.consumer()
      if (consumer === undefined) {
        await untilEmpty()
        for (const { topic, partitions } of moves)
          await admin.setOffsets({ groupId: group, topic, partitions })
        return
      }
      state.seeks += 1
      handOut.forgetFailures()
      for (const { topic, partitions } of moves) {
        for (const { partition, offset } of partitions) consumer.seek({ topic, partition, offset })
        if (isCommitting)
          await consumer.commitOffsets(
            partitions.map(({ partition, offset }) => ({ topic, partition, offset })),
          )
      }
    },
    async lag() {
      await connection.check()
      try {
        return await readPlaces(admin, standing)
      } catch (error) {
        throw new UnavailableError(
          `Cannot ask Kafka at ${name} for the lag of "${group}": ${messageOf(error)}`,
          { cause: error },
        )
      }
    },
    async close() {
      if (state.isClosed) return
      state.isClosed = true
      await membership.leave()
      await connection.close()
    },
  }
}
