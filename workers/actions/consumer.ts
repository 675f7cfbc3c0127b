import { defineActingConsumer, type Consumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { Action } from './action.ts'
import type { Tally } from './open-tally.ts'

/** The dependencies of the consumer, besides those of the actions. */
export interface ActionsConsumerPorts<Ports> {
  readonly ports: Ports
  readonly tally: Pick<Tally, 'add'>
  readonly log: Logger
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

/**
 * Creates the consumer of these actions: it passes each event to the actions of its type, in sequence. It ignores replayed events,
 * which were handled before. A new action starts at the current offset of the group, and does not act on older events.
 */
export function actionsConsumer<Ports>(
  actions: readonly Action<Ports>[],
): Consumer<ActionsConsumerPorts<Ports>> {
  return defineActingConsumer({
    does: 'runs actions: after a bulk update it triggers matching for offers',
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
