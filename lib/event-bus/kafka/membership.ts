import type { Admin, Consumer, Kafka } from 'kafkajs'
import type { Logger } from '#lib/telemetry/logger.ts'
import { sleepUnless } from '#lib/time/sleep-unless.ts'
import { waitForEngine, type EngineWait } from '#lib/waits/engine-waits.ts'
import type { InHand } from './count-in-hand.ts'
import type { Handle, HandOut, ReaderState } from './hand-out.ts'
import { readPlaces, type GroupPlace } from './read-places.ts'

/** A place in a consumer group, taken again when it was lost. */
export interface Membership {
  /** Resolves when it is in, however often that takes. */
  join(handle: Handle): Promise<void>
  /** The driver's member; undefined while there is none. */
  consumer(): Consumer | undefined
  /** Finishes what is in hand, and leaves for good. */
  leave(): Promise<void>
}

/** What a membership stands on. */
export interface MembershipOptions {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly standing: GroupPlace
  readonly state: ReaderState
  readonly handOut: HandOut
  readonly inHand: InHand
  /** Of the cluster, for messages. */
  readonly name: string
  readonly log: Logger | undefined
}

const SESSION_MS = 10_000
const HEARTBEAT_MS = 2_000
// A member may work on its batch for so long before the others go on without it.
const REBALANCE_MS = 60_000
const FETCH_WAIT_MS = 100
const PARTITIONS_AT_ONCE = 12
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000
// A member cannot leave while the group waits for another one's batch; it has nothing in hand any more, and goes.
const LEAVE_MS = 3_000

/** A membership that has not begun. */
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
        // Who waits for it to be in tries again by himself: two that try would become two members, and one nobody closes.
        if (isIn && !state.isClosed && consumer === member) void rejoin(handle, payload.error)
      })
    })
    // It is awaited at the end. Where something before that throws as well, nobody would handle its rejection, which ends the process.
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
    // "latest" means now, not when the first fetch comes through.
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

  // One that is cut off while it joins stays in the group as a ghost that holds partitions, until its session has passed.
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
      // The driver commits nothing more once it is told to leave.
      await inHand.none()
      const left = new AbortController()
      await Promise.race([disconnect().finally(() => left.abort()), sleepUnless(left.signal, LEAVE_MS)])
    },
  }
}
