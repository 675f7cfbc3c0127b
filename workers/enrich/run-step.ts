import { isRecord } from '#lib/events/is-record.ts'
import type { Look, Outcome, Step } from './steps/step.ts'

/** A step that has no outcome, and why. */
export interface Failed {
  readonly kind: 'failed'
  readonly error: unknown
}

/** Runs a step. One that throws, or that answers what is no outcome, has failed: it never throws here. */
export function runStep({ name, look }: Step, ...seen: Parameters<Look>): Outcome | Failed {
  try {
    const outcome: unknown = look(...seen)
    if (isOutcome(outcome)) return outcome
    // A promise that nobody awaits would end the process when it rejects.
    if (outcome instanceof Promise) outcome.catch(ignore)
    return {
      kind: 'failed',
      error: new TypeError(`Cannot use the outcome of step "${name}": it is none`),
    }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

function isOutcome(value: unknown): value is Outcome {
  if (!isRecord(value)) return false
  const { kind, reason, meta } = value
  return kind === 'keep'
    ? isRecord(meta) && canBeWritten(meta)
    : kind === 'bury' && typeof reason === 'string'
}

// All that a step adds is text, a number, or true or false; anything else may be what JSON has no text for, and hold up its
// batch for ever.
function canBeWritten(meta: Record<string, unknown>): boolean {
  for (const name in meta) {
    const field = meta[name]
    const isPlain = typeof field === 'string' || typeof field === 'boolean' || field === undefined
    if (!isPlain && !Number.isFinite(field)) return false
  }
  return true
}

function ignore(): void {}
