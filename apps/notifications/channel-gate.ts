import type { PushResult } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { backOffMs } from './back-off.ts'

/** Whether a channel may be used. `held`: the provider refuses our account. `slowed`: it asks us to wait. */
export const GATE_STATES = ['open', 'held', 'slowed'] as const
type GateState = (typeof GATE_STATES)[number]

/** How a channel stands. */
export interface GateStatus {
  readonly state: GateState
  /** What the provider said; undefined while it is open. */
  readonly reason?: string | undefined
  /** How long it has been so; 0 while it is open. */
  readonly forMs: number
  /** When one delivery will be tried; 0 while it is open, or when a try is due. */
  readonly nextTryInMs: number
}

/**
 * Stands before one channel: when the provider refuses our account or asks us to wait, the channel waits, not each delivery.
 * After the wait one delivery is tried; what becomes of it opens the channel or lengthens the wait. All times are of a clock
 * that only goes forward, such as `performance.now()`.
 */
export interface ChannelGate {
  /** How many deliveries may be sent now: none, one as a try, or all that are wanted. */
  admit(wanted: number, nowMs: number): number
  /** Takes note of an answer of the provider. */
  note(result: PushResult, nowMs: number): void
  status(nowMs: number): GateStatus
}

interface Closed {
  readonly state: Exclude<GateState, 'open'>
  readonly reason: string
  readonly sinceMs: number
  readonly untilMs: number
  /** How many answers in a row have closed it. */
  readonly failures: number
}

/** A gate before a channel, open at first. */
export function openChannelGate(channel: string, log: Logger): ChannelGate {
  let closed: Closed | undefined

  function close(state: Closed['state'], nowMs: number, { reason, retryAfterMs = 0 }: Wait): void {
    const before = closed
    // Calls that were on their way when it closed are answered as well: those say the same thing once more.
    const isEcho = before !== undefined && before.state === state && nowMs < before.untilMs
    const failures = (before?.failures ?? 0) + (isEcho ? 0 : 1)
    const waitMs = isEcho ? retryAfterMs : Math.max(retryAfterMs, backOffMs(failures))
    const untilMs = Math.max(before?.untilMs ?? 0, nowMs + waitMs)
    const sinceMs = before?.state === state ? before.sinceMs : nowMs
    closed = { state, reason, sinceMs, untilMs, failures }
    if (before?.state !== state) tell(closed)
  }

  function tell({ state, reason }: Closed): void {
    if (state === 'slowed') log.warn('the provider asks us to wait, the channel waits', { channel, reason })
    else
      log.error('the provider refuses our account, the channel waits until that is mended', {
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
          const isWait = result.outcome === 'busy' || result.retryAfterMs !== undefined
          // A try of a channel that waits has not shown that it may go on.
          if (isWait || closed !== undefined) close(closed?.state ?? 'slowed', nowMs, result)
          return
        }
        case 'sent':
        case 'gone':
        case 'refused':
          // One that was on its way before it closed says nothing of how things are now.
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
