import { keep, type Step } from './step.ts'

/** Adds how long the event waited in the stream, in milliseconds. */
export function klag(now: () => number): Step {
  return function klag(_event, { appendedAt }) {
    return keep({ klag: Math.max(0, now() - appendedAt) })
  }
}
