import { defineActingConsumer, type Consumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { Action } from './action.ts'
import type { Tally } from './open-tally.ts'

/** What the consumer of actions stands on, beside what the actions themselves do. */
export interface ActionsConsumerPorts<Ports> {
  readonly ports: Ports
  readonly tally: Pick<Tally, 'add'>
  readonly log: Logger
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

/**
 * The consumer of these actions: each event goes to the actions of its type, one after the other. Replayed ones were acted
 * upon when they first came. A new action joins the group where it stands: it does not act on what came before it.
 */
export function actionsConsumer<Ports>(
  actions: readonly Action<Ports>[],
): Consumer<ActionsConsumerPorts<Ports>> {
  return defineActingConsumer({
    does: 'acts: after a bulk update it has offers matched anew',
    topic: EVENTS,
    group: 'actions',
    from: 'earliest',
    acts: actions.map(({ on }) => on),
    replayed: 'skip',
    handle({ ports, tally, log, tracer }: ActionsConsumerPorts<Ports>) {
      const opened = actions.map((action) => ({ ...action, act: action.handle(ports) }))
      return async function handle({ acting, passed }) {
        for (const { event, ...reason } of passed) {
          for (const { name } of actions.filter(({ on }) => on.name === event.type)) {
            tally.add(name, reason.why === 'unproven' ? 'passed' : 'refused')
            if (reason.why !== 'unproven')
              log.warn('event refused', { action: name, source: event.source, id: event.id })
          }
        }
        for (const proved of acting) {
          const { event } = proved
          for (const { name, act } of opened.filter(({ on }) => on.name === proved.type)) {
            const span = tracer?.follow(event.traceparent, { name: `act ${name}`, kind: 'consumer' })
            const outcome = await withinSpan(span, () => act(proved))
            tally.add(name, outcome)
            if (outcome === 'refused')
              log.warn('event refused', { action: name, source: event.source, id: event.id })
          }
        }
      }
    },
  })
}
