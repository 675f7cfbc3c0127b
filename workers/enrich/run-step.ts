import { isRecord } from '#lib/events/is-record.ts'
import type { Look, Outcome, Step } from './steps/step.ts'

/** A failure of a step, with its error. */
export interface Failed {
  readonly kind: 'failed'
  readonly error: unknown
}

/** Runs a step. It never throws: a step that throws or gives an invalid outcome has failed. */
export function runStep({ name, look }: Step, ...seen: Parameters<Look>): Outcome | Failed {
  try {
    const outcome: unknown = look(...seen)
    if (isOutcome(outcome)) return outcome
    // A rejected promise without a handler would end the process.
    if (outcome instanceof Promise) outcome.catch(ignore)
    return {
      kind: 'failed',
      error: new TypeError(`Cannot use the outcome of step "${name}": it is not an outcome`),
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

// A step may add only text, numbers and booleans: a value that JSON cannot represent would block its batch.
function canBeWritten(meta: Record<string, unknown>): boolean {
  for (const name in meta) {
    const field = meta[name]
    const isPlain = typeof field === 'string' || typeof field === 'boolean' || field === undefined
    if (!isPlain && !Number.isFinite(field)) return false
  }
  return true
}

function ignore(): void {}
