import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { ReceivedRecord, RecordBatch } from '#lib/event-bus/event-bus.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What a reader does with a batch. */
export type Handle = (batch: RecordBatch) => Promise<void>

/** The state of a reader, shared by its parts. */
export interface ReaderState {
  isPaused: boolean
  isClosed: boolean
  /** Number of seeks. A batch that was in progress during a seek commits nothing. */
  seeks: number
}

/** Hands fetched batches to a handler. */
export interface HandOut {
  /** Hands out a fetched batch in parts, and commits each part after it was handled; the rest is fetched again. */
  handOut(payload: EachBatchPayload, member: Consumer, handle: Handle): Promise<void>
  /** Call it at a seek: other records come next, so the size of a failed batch is not needed any more. */
  forgetFailures(): void
}

/** What handing out needs. */
export interface HandOutOptions {
  readonly group: string
  readonly batchMax: number
  readonly isCommitting: boolean
  readonly state: ReaderState
  readonly log: Logger | undefined
}

const HEARTBEAT_MS = 2_000
const BACKOFF_MS_MIN = 100
const BACKOFF_MS_MAX = 5_000

/** Opens a hand-out without failures. */
export function openHandOut({ group, batchMax, isCommitting, state, log }: HandOutOptions): HandOut {
  const failures = new Map<string, { readonly count: number; readonly size: number }>()

  async function handOut(payload: EachBatchPayload, member: Consumer, handle: Handle): Promise<void> {
    const { batch } = payload
    const { topic, partition } = batch
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS)
    const seeksBefore = state.seeks
    const isOver = () =>
      !payload.isRunning() ||
      payload.isStale() ||
      state.isClosed ||
      state.isPaused ||
      state.seeks !== seeksBefore
    try {
      for (let at = 0; at < batch.messages.length && !isOver();) {
        // After a failure, hand out exactly the same records, without those that came since.
        const size = failures.get(placeOf(topic, partition))?.size ?? batchMax
        const messages = batch.messages.slice(at, at + size)
        at += messages.length
        const last = messages.at(-1)
        if (
          last === undefined ||
          !(await tryHandle(payload, messages, handle)) ||
          state.seeks !== seeksBefore
        )
          return
        payload.resolveOffset(last.offset)
        if (isCommitting)
          await member.commitOffsets([{ topic, partition, offset: String(Number(last.offset) + 1) }])
        await payload.heartbeat()
      }
    } finally {
      clearInterval(beat)
    }
  }

  // A failed batch is fetched again after a while; meanwhile the driver continues with the other partitions.
  async function tryHandle(
    payload: EachBatchPayload,
    messages: readonly KafkaMessage[],
    handle: Handle,
  ): Promise<boolean> {
    const { topic, partition } = payload.batch
    const place = placeOf(topic, partition)
    try {
      await handle({
        topic,
        partition,
        records: messages.map((message) => toRecord(topic, partition, message)),
      })
      failures.delete(place)
      return true
    } catch (error) {
      const count = (failures.get(place)?.count ?? 0) + 1
      failures.set(place, { count, size: messages.length })
      log?.warn('batch failed, trying again', { group, partition, error })
      const resume = payload.pause()
      const timer = setTimeout(
        () => !state.isPaused && !state.isClosed && resume(),
        Math.min(BACKOFF_MS_MIN * 2 ** (count - 1), BACKOFF_MS_MAX),
      )
      timer.unref()
      return false
    }
  }

  return { handOut, forgetFailures: () => failures.clear() }
}

function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

function toRecord(
  topic: string,
  partition: number,
  { key, value, timestamp, offset }: KafkaMessage,
): ReceivedRecord {
  return {
    topic,
    partition,
    offset: Number(offset),
    key: key?.toString() ?? '',
    value: value?.toString() ?? '',
    timestamp: Number(timestamp),
  }
}
