import type { Admin, Consumer, Kafka } from 'kafkajs'
import type { Logger } from '#lib/telemetry/logger.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { waitForEngine, type EngineWait } from '#lib/waits/engine-waits.ts'
import type { InHand } from './count-in-hand.ts'
import type { Handle, HandOut, ReaderState } from './hand-out.ts'
import { readPlaces, type GroupPlace } from './read-places.ts'

/** Membership in a consumer group; it joins again when the group has dropped it. */
export interface Membership {
  /** Resolves when it has joined, however many tries this takes. */
  join(handle: Handle): Promise<void>
  /** The driver's consumer; undefined while there is none. */
  consumer(): Consumer | undefined
  /** Finishes the work in progress, then leaves for good. */
  leave(): Promise<void>
}

/** What a membership needs. */
export interface MembershipOptions {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly standing: GroupPlace
  readonly state: ReaderState
  readonly handOut: HandOut
  readonly inHand: InHand
  /** The name of the cluster, for messages. */
  readonly name: string
  readonly log: Logger | undefined
}

const SESSION_MS = 10_000
const HEARTBEAT_MS = 2_000
// A member may work on its batch for this long before the others continue without it.
const REBALANCE_MS = 60_000
const FETCH_WAIT_MS = 100
const PARTITIONS_AT_ONCE = 12
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000
// A member cannot leave while the group waits for another member's batch. Its own work is done, so it just disconnects.
const LEAVE_MS = 3_000

/** Opens a membership that has not joined yet. */
export function openMembership(options: MembershipOptions): Membership {
  const { kafka, admin, standing, state, handOut, inHand, name, log } = options
  const { group, topics, from, isCommitting } = standing
  const closing = new AbortController()
  let consumer: Consumer | undefined
  let joining = Promise.resolve()

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
        // Before the first join, the caller of join() retries: a second retry would make a second member, which nobody closes.
        if (isIn && !state.isClosed && consumer === member) void rejoin(handle, payload.error)
      })
    })
    // `joined` is awaited at the end. If an earlier step throws, its rejection would be unhandled, and end the process.
    joined.catch(() => undefined)
    await member.connect()
    await member.subscribe({ topics: [...topics], fromBeginning: from === 'earliest' })
    const places = isCommitting && from === 'earliest' ? [] : await readPlaces(admin, standing)
    await member.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => inHand.while(() => handOut.handOut(payload, member, handle)),
    })
    // "latest" means now, not the time of the first fetch.
    for (const { topic, partition, committed } of places)
      member.seek({ topic, partition, offset: String(committed) })
    await joined
    if (state.isPaused) member.pause(topics.map((topic) => ({ topic })))
  }

  async function rejoin(handle: Handle, error: unknown): Promise<void> {
    log?.warn('not in the group, joining again', { kafka: name, group, error })
    const wait = waitForEngine(`group "${group}" of Kafka at ${name}`)
    wait.because(error)
    await rejoinUntilIn(handle, wait)
    wait.over()
  }

  async function rejoinUntilIn(handle: Handle, wait: EngineWait): Promise<void> {
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
        wait.because(failure)
      }
    }
  }

  // A member that disconnects while it joins would stay in the group and hold partitions until its session expires.
  async function disconnect(): Promise<void> {
    await joining.catch(() => undefined)
    await consumer?.disconnect()
  }

  return {
    async join(handle) {
      try {
        await (joining = join(handle))
      } catch (error) {
        await rejoin(handle, error)
      }
    },
    consumer: () => consumer,
    async leave() {
      closing.abort()
      // Once the driver is told to leave, it commits nothing more.
      await inHand.none()
      const left = new AbortController()
      await Promise.race([disconnect().finally(() => left.abort()), sleepUnless(left.signal, LEAVE_MS)])
    },
  }
}
