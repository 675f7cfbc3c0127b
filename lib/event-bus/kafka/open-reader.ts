import type { Consumer } from 'kafkajs'
import { countInHand } from './count-in-hand.ts'
import type { BusReader, BusReaderOptions } from '#lib/event-bus/event-bus.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openHandOut, type Handle, type ReaderState } from './hand-out.ts'
import { connectKafka } from './connect-kafka.ts'
import { ensureTopics } from './ensure-topics.ts'
import { readPlaces } from './read-places.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { stayConnected } from './stay-connected.ts'

const BATCH_DEFAULT = 500
const SESSION_MS = 10_000
const HEARTBEAT_MS = 2_000
// A member may work on its batch for so long before the others go on without it.
const REBALANCE_MS = 60_000
const FETCH_WAIT_MS = 100
const PARTITIONS_AT_ONCE = 12
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000
const EMPTY_GROUP_MS = 30_000
const LOOK_AGAIN_MS = 250
// A member cannot leave while the group waits for another one's batch; it has nothing in hand any more, and goes.
const LEAVE_MS = 3_000

/** Opens a member of a consumer group on Kafka. */
export async function openKafkaReader(
  url: string,
  options: BusReaderOptions,
  log?: Logger,
): Promise<BusReader> {
  const { topics, from, batchMax = BATCH_DEFAULT, isCommitting = true } = options
  const group = isCommitting ? options.group : `${options.group}.viewer.${newId()}`
  const { kafka, name } = connectKafka(url, log)
  const admin = kafka.admin()
  const connection = await stayConnected({
    name,
    log,
    connect: async () => {
      await admin.connect()
      await ensureTopics(admin, topics)
    },
    disconnect: () => admin.disconnect(),
  })
  const standing = { group, topics, from }
  let consumer: Consumer | undefined
  let handler: Handle | undefined
  let joining = Promise.resolve()
  const state: ReaderState = { isPaused: false, isClosed: false, seeks: 0 }
  const closing = new AbortController()
  const handOut = openHandOut({ group, batchMax, isCommitting, state, log })
  const inHand = countInHand()

  async function join(handle: Handle): Promise<void> {
    const member = kafka.consumer({
      groupId: group,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: REBALANCE_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: BACKOFF_MS_MIN,
        maxRetryTime: BACKOFF_MS_MAX,
        retries: 5,
        restartOnFailure: () => Promise.resolve(false),
      },
    })
    consumer = member
    let isIn = false
    const joined = new Promise<void>((resolve, reject) => {
      member.on(member.events.GROUP_JOIN, () => {
        isIn = true
        resolve()
      })
      member.on(member.events.CRASH, ({ payload }) => {
        reject(payload.error)
        // Who waits for it to be in tries again by himself: two that try would become two members, and one nobody closes.
        if (isIn && !state.isClosed && consumer === member) void rejoin(handle, payload.error)
      })
    })
    await member.connect()
    await member.subscribe({ topics: [...topics], fromBeginning: from === 'earliest' })
    const places = isCommitting && from === 'earliest' ? [] : await readPlaces(admin, standing)
    await member.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => inHand.while(() => handOut.handOut(payload, member, handle)),
    })
    // "latest" means now, not when the first fetch comes through.
    for (const { topic, partition, committed } of places)
      member.seek({ topic, partition, offset: String(committed) })
    await joined
    if (state.isPaused) member.pause(topics.map((topic) => ({ topic })))
  }

  async function rejoin(handle: Handle, error: unknown): Promise<void> {
    log?.warn('left the group, joining again', { kafka: name, group, error })
    for (
      let waitMs = BACKOFF_MS_MIN;
      !closing.signal.aborted;
      waitMs = Math.min(waitMs * 2, BACKOFF_MS_MAX)
    ) {
      await sleepUnless(closing.signal, waitMs)
      const old = consumer
      consumer = undefined
      try {
        await old?.disconnect()
        if (!state.isClosed) await (joining = join(handle))
        return
      } catch (failure) {
        log?.warn('cannot join the group, trying again', { kafka: name, group, error: failure })
      }
    }
  }

  // One that is cut off while it joins stays in the group as a ghost that holds partitions, until its session has passed.
  async function leave(): Promise<void> {
    await joining.catch(() => undefined)
    await consumer?.disconnect()
  }

  async function untilEmpty(): Promise<void> {
    const deadline = Date.now() + EMPTY_GROUP_MS
    for (;;) {
      const [described] = (await admin.describeGroups([group])).groups
      if (described === undefined || described.members.length === 0) return
      if (Date.now() > deadline) {
        throw new UnavailableError(
          `Cannot move group "${group}" of Kafka at ${name}: ${described.members.length} members are at work; stop them first`,
        )
      }
      await Bun.sleep(LOOK_AGAIN_MS)
    }
  }

  return {
    async run(handle) {
      handler = handle
      await connection.made
      try {
        await (joining = join(handle))
      } catch (error) {
        await rejoin(handle, error)
      }
    },
    pause() {
      state.isPaused = true
      if (consumer !== undefined && handler !== undefined) consumer.pause(topics.map((topic) => ({ topic })))
    },
    resume() {
      state.isPaused = false
      if (consumer !== undefined && handler !== undefined) consumer.resume(topics.map((topic) => ({ topic })))
    },
    async seek(timeMs) {
      await connection.check()
      const moves = await Promise.all(
        topics.map(async (topic) => ({
          topic,
          partitions: await admin.fetchTopicOffsetsByTimestamp(topic, timeMs),
        })),
      )
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
      closing.abort()
      // The driver commits nothing more once it is told to leave.
      await inHand.none()
      const left = new AbortController()
      await Promise.race([leave().finally(() => left.abort()), sleepUnless(left.signal, LEAVE_MS)])
      await connection.close()
    },
  }
}
