import type { Batch } from '#lib/event-bus/event-bus.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import type { Action } from './action.ts'
import type { Tally } from './open-tally.ts'

/** What handling batches needs. */
export interface HandlePorts {
  readonly actions: readonly Action[]
  readonly tally: Pick<Tally, 'add'>
  readonly log: Logger
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

/**
 * Gives the handler of batches of `push.events`: each event goes to the actions of its type, one after the other. Replayed
 * ones were acted upon when they first came.
 */
export function handleBatch({ actions, tally, log, tracer }: HandlePorts): (batch: Batch) => Promise<void> {
  function readEvent({ value, partition, offset }: Batch['records'][number]): PushEvent | undefined {
    try {
      return decodeEvent(value)
    } catch (error) {
      // Held up for ever by one record, a partition would hold up all others in it.
      log.error('record not readable, moved past', { partition, offset, error })
      return undefined
    }
  }

  return async function handle({ records }) {
    for (const record of records) {
      const event = readEvent(record)
      if (event === undefined || event.replay !== undefined) continue
      for (const action of actions.filter(({ types }) => types.includes(event.type))) {
        const span = tracer?.follow(event.traceparent, {
          name: `act ${action.name}`,
          kind: 'consumer',
        })
        const outcome = await withinSpan(span, () => action.handle(event))
        tally.add(action.name, outcome)
        if (outcome === 'refused')
          log.warn('event refused', { action: action.name, source: event.source, id: event.id })
      }
    }
  }
}
