import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import { CALLS_MAX } from '#lib/pusher/pusher.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { Channel } from './channel.ts'
import { composeMessage, type MessageLinks } from './compose-message.ts'
import { traceIdOf } from './trace-id-of.ts'
import { causeOf } from './cause-of.ts'
import { decideSends, type DecisionPorts, type Send } from './decide-sends.ts'
import type { Decided, SendResult } from './decided.ts'
import { groupMails, type MailPorts } from './group-mails.ts'
import { inHalves } from './in-halves.ts'
import { MAIL_CHANNEL } from './mail-boxes.ts'
import { openOutcomeKeeper, type OutcomePorts } from './open-outcome-keeper.ts'
import { faultOf, giveBack, outcomeOf } from './outcome-of.ts'

/** The dependencies of sending. */
export interface SendPorts extends DecisionPorts, OutcomePorts, MailPorts {
  readonly deliveries: DecisionPorts['deliveries'] & OutcomePorts['deliveries']
  readonly mappings: DecisionPorts['mappings'] & OutcomePorts['mappings']
  readonly links: MessageLinks
  /** Called with each result. */
  readonly onResult: (result: SendResult, delivery: Delivery) => void
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

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
  const { pusher, gate, pace } = channel
  const { log, tracer } = ports
  const keeper = openOutcomeKeeper(ports)

  async function send(each: Send): Promise<void> {
    const { delivery, mapping, told = delivery.content, also = [], key = delivery.id } = each
    const all = [delivery, ...also]
    try {
      const message = await composeMessage(
        { ...delivery, id: key, content: told },
        mapping,
        ports.links,
        Date.now(),
      )
      const endTurn = mayStart() ? await pace?.turn() : undefined
      // A turn may take a while.
      if (!mayStart()) {
        endTurn?.()
        keeper.keep(all.map(giveBack))
        return
      }
      const calledAt = Date.now()
      const answer = await traced(delivery, () => pusher.send(message)).finally(endTurn)
      const call = { calledAt, answeredAt: Date.now() }
      gate.note(answer, performance.now())
      for (const one of all) ports.onResult(answer.outcome, one)
      const decided = all.map((one) => outcomeOf({ delivery: one, mapping }, answer, gate))
      keeper.keep(decided.map((one) => ({ ...one, outcome: { ...one.outcome, call } })))
    } catch (error) {
      // When a dependency is unavailable, write nothing: the lease ends, and the delivery is sent again under the same key.
      if (error instanceof UnavailableError) {
        log.warn(WILL_TRY_AGAIN, { delivery: delivery.id, trace: traceIdOf(delivery.content), error })
      } else for (const one of all) noteFault(one, error)
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
        const decision = await decideSends(some, pusher.channel, ports)
        const isMail = pusher.channel === MAIL_CHANNEL
        const { sends, skips, later } = isMail ? await groupMails(decision, ports) : decision
        left.push(...later)
        keeper.keep(skips)
        for (const each of skips) await skip(each)
        await eachAtOnce(sends, { atOnce: pusher.callsMax ?? CALLS_MAX }, send)
        await keeper.flush()
        await ports.rings.giveBack(decision.claims)
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
