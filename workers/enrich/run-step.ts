import { isRecord } from '#lib/events/is-record.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'
import type { Outcome, Step } from './steps/step.ts'

/** A step that has no outcome, and why. */
export interface Failed {
  readonly kind: 'failed'
  readonly error: unknown
}

/** Runs a step. One that throws, or that answers what is no outcome, has failed: it never throws here. */
export function runStep(step: Step, event: TrackedEvent, entry: StreamEntry): Outcome | Failed {
  try {
    const outcome: unknown = step(event, entry)
    if (isOutcome(outcome)) return outcome
    // A promise that nobody awaits would end the process when it rejects.
    if (outcome instanceof Promise) outcome.catch(ignore)
    return {
      kind: 'failed',
      error: new TypeError(`Cannot use the outcome of step "${step.name}": it is none`),
    }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

function isOutcome(value: unknown): value is Outcome {
  if (!isRecord(value)) return false
  if (value['kind'] === 'bury') return typeof value['reason'] === 'string'
  return (
    value['kind'] === 'keep' && isRecord(value['meta']) && Object.values(value['meta']).every(canBeWritten)
  )
}

// All that a step adds is one of these; anything else may be what JSON has no text for, and hold up its batch for ever.
function canBeWritten(field: unknown): boolean {
  return ['string', 'boolean', 'undefined'].includes(typeof field) || Number.isFinite(field)
}

function ignore(): void {}
