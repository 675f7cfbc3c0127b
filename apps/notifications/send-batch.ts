import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { Channel } from './channel.ts'
import { traceIdOf } from './trace-id-of.ts'
import { composeMessage } from './compose-message.ts'
import { causeOf } from './cause-of.ts'
import { decideSends, type DecisionPorts, type Send } from './decide-sends.ts'
import type { Decided, SendResult } from './decided.ts'
import { inHalves } from './in-halves.ts'
import { openOutcomeKeeper, type OutcomePorts } from './open-outcome-keeper.ts'
import { faultOf, giveBack, outcomeOf } from './outcome-of.ts'

/** The dependencies of sending. */
export interface SendPorts extends DecisionPorts, OutcomePorts {
  readonly deliveries: DecisionPorts['deliveries'] & OutcomePorts['deliveries']
  readonly mappings: DecisionPorts['mappings'] & OutcomePorts['mappings']
  readonly publicUrl: string
  /** Called with each result. */
  readonly onResult: (result: SendResult, delivery: Delivery) => void
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/** Calls of one provider at the same time. */
const CALLS_MAX = 32

/**
 * Sends deliveries that were leased for a channel, and stores the outcomes. It gives back what it cannot start while `mayStart()`
 * is true. The number of calls of the store does not depend on the number of deliveries, as long as the provider answers.
 *
 * @throws {UnavailableError} when the store is unavailable: the deliveries that are left are sent after their lease.
 */
export async function sendBatch(
  due: readonly Delivery[],
  channel: Channel,
  ports: SendPorts,
  mayStart: () => boolean,
): Promise<void> {
  const { pusher, gate } = channel
  const { log, tracer } = ports
  const keeper = openOutcomeKeeper(ports)

  async function send(each: Send): Promise<void> {
    const { delivery, mapping } = each
    if (!mayStart()) {
      keeper.keep([giveBack(delivery)])
      return
    }
    try {
      const calledAt = Date.now()
      const answer = await traced(delivery, () =>
        pusher.send(composeMessage(delivery, mapping, ports.publicUrl, calledAt)),
      )
      const call = { calledAt, answeredAt: Date.now() }
      gate.note(answer, performance.now())
      ports.onResult(answer.outcome, delivery)
      const decided = outcomeOf(each, answer, gate)
      keeper.keep([{ ...decided, outcome: { ...decided.outcome, call } }])
    } catch (error) {
      // When a dependency is unavailable, write nothing: the lease ends, and the delivery is sent again under the same key.
      if (error instanceof UnavailableError)
        log.warn(WILL_TRY_AGAIN, { delivery: delivery.id, trace: traceIdOf(delivery.content), error })
      else noteFault(delivery, error)
    }
  }

  function noteFault(delivery: Delivery, error: unknown): void {
    log.warn(WILL_TRY_AGAIN, { delivery: delivery.id, trace: traceIdOf(delivery.content), error })
    keeper.keep([faultOf(delivery)])
  }

  async function skip(skipped: Decided): Promise<void> {
    const { delivery, result } = skipped
    if (result === undefined) return
    await traced(delivery, () => Promise.resolve({ outcome: result }))
    ports.onResult(result, delivery)
  }

  /** Does work for a delivery in a span, which gets its outcome. */
  function traced<Answer extends { readonly outcome: SendResult }>(
    { content }: Delivery,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const span = tracer?.follow(causeOf(content)?.traceparent, { name: 'ring', kind: 'client' })
    return withinSpan(span, async () => {
      const answer = await work()
      span?.set({ 'push.outcome': answer.outcome })
      return answer
    })
  }

  /** Sends the first match of each side of a pair; returns the deliveries of later ones. */
  async function sendFirst(batch: readonly Delivery[]): Promise<Delivery[]> {
    const left: Delivery[] = []
    await inHalves(
      batch,
      async (some) => {
        const { sends, skips, later } = await decideSends(some, pusher.channel, ports)
        left.push(...later)
        keeper.keep(skips)
        for (const each of skips) await skip(each)
        await eachAtOnce(sends, { atOnce: CALLS_MAX }, send)
        await keeper.flush()
      },
      noteFault,
    )
    return left
  }

  let rest = due
  try {
    while (rest.length > 0 && mayStart()) rest = await sendFirst(rest)
    keeper.keep(rest.map(giveBack))
  } finally {
    await keeper.flush()
  }
}

const WILL_TRY_AGAIN = 'cannot send a delivery, will try again'
