import type { Pusher, PushResult } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { backOffMs } from './back-off.ts'

/** Whether a channel may be used. `held`: the provider refuses our account. `slowed`: it asks us to wait, or fails. */
export const GATE_STATES = ['open', 'held', 'slowed'] as const
type GateState = (typeof GATE_STATES)[number]

/** The state of a channel. */
export interface GateStatus {
  readonly state: GateState
  /** The answer of the provider; undefined while the channel is open. */
  readonly reason?: string | undefined
  /** Time in this state; 0 while the channel is open. */
  readonly forMs: number
  /** Time until the next try; 0 while the channel is open, or when a try is due. */
  readonly nextTryInMs: number
}

/**
 * A circuit breaker for one channel: when the provider refuses our account, asks us to wait or fails, the whole channel waits, not each
 * delivery. After the wait one delivery is tried; its outcome opens the channel or extends the wait. All times are of a
 * monotonic clock such as `performance.now()`.
 */
export interface ChannelGate {
  /** Number of deliveries that may be sent now: 0, 1 as a try, or `wanted`. */
  admit(wanted: number, nowMs: number): number
  /** Updates the state with an answer of the provider. */
  note(result: PushResult, nowMs: number): void
  status(nowMs: number): GateStatus
}

interface Closed {
  readonly state: Exclude<GateState, 'open'>
  readonly reason: string
  readonly sinceMs: number
  readonly untilMs: number
  /** Number of consecutive answers that closed the channel. */
  readonly failures: number
}

/** So many failures in a row are not chance: each is one call. */
const FAILURES_MAX = 5

/** Creates the gate of a channel; it is open at first. With `failsTogether`, failures in a row close it, see `Pusher`. */
export function openChannelGate(
  channel: string,
  log: Logger,
  { failsTogether = false }: Pick<Pusher, 'failsTogether'> = {},
): ChannelGate {
  let closed: Closed | undefined
  let failuresInRow = 0

  function close(state: Closed['state'], nowMs: number, { reason, retryAfterMs = 0 }: Wait): void {
    const before = closed
    // Answers to calls that were in flight when the gate closed repeat the same reason, and do not count again.
    const isEcho = before !== undefined && before.state === state && nowMs < before.untilMs
    const failures = (before?.failures ?? 0) + (isEcho ? 0 : 1)
    const waitMs = isEcho ? retryAfterMs : Math.max(retryAfterMs, backOffMs(failures))
    const untilMs = Math.max(before?.untilMs ?? 0, nowMs + waitMs)
    const sinceMs = before?.state === state ? before.sinceMs : nowMs
    closed = { state, reason, sinceMs, untilMs, failures }
    if (before?.state !== state) tell(closed)
  }

  function tell({ state, reason }: Closed): void {
    if (state === 'slowed')
      log.warn('the provider asks us to wait or fails, the channel waits', { channel, reason })
    else
      log.error('the provider refuses our account, the channel waits until that is fixed', {
        channel,
        reason,
      })
  }

  function open(nowMs: number): void {
    if (closed === undefined) return
    log.info('the channel is open again', { channel, waitedMs: Math.round(nowMs - closed.sinceMs) })
    closed = undefined
  }

  return {
    admit(wanted, nowMs) {
      if (closed === undefined) return wanted
      return nowMs < closed.untilMs ? 0 : Math.min(1, wanted)
    },
    note(result, nowMs) {
      switch (result.outcome) {
        case 'held':
          close('held', nowMs, result)
          return
        case 'busy':
        case 'later': {
          failuresInRow += 1
          const isDown = failsTogether && failuresInRow >= FAILURES_MAX
          const isWait = result.outcome === 'busy' || result.retryAfterMs !== undefined || isDown
          // A failed try keeps a waiting channel closed.
          if (isWait || closed !== undefined) close(closed?.state ?? 'slowed', nowMs, result)
          return
        }
        case 'sent':
        case 'gone':
        case 'refused':
          failuresInRow = 0
          // An answer to a call from before the channel closed says nothing about its current state.
          if (closed !== undefined && nowMs >= closed.untilMs) open(nowMs)
      }
    },
    status(nowMs) {
      if (closed === undefined) return { state: 'open', forMs: 0, nextTryInMs: 0 }
      const { state, reason, sinceMs, untilMs } = closed
      return { state, reason, forMs: nowMs - sinceMs, nextTryInMs: Math.max(0, untilMs - nowMs) }
    },
  }
}

interface Wait {
  readonly reason: string
  readonly retryAfterMs?: number | undefined
}
