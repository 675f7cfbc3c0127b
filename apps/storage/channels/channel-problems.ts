import { ProblemError } from '#lib/http/problem.ts'
import type { TooEarly } from '#lib/trust/message-limits.ts'

/** The 409 of a channel in which nobody can write. It does not say why: a person who was blocked must not learn it. */
export function isClosed(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'channel_closed',
    detail: 'Nobody can write in this channel any more',
  })
}

/** The 409 of a message that comes before the other person has answered, or before the first messages. */
export function comesTooEarly(reason: TooEarly | 'not_answered'): ProblemError {
  const [field, detail] = REASONS[reason]
  return new ProblemError({ status: 409, code: reason, field, detail })
}

const REASONS = {
  not_answered: ['text', 'Wait for an answer: you have written two messages'],
  links_too_early: ['text', 'Links can be sent once the other person has answered'],
  pictures_too_early: ['image', 'Pictures can be sent after five messages'],
} as const

/** The 409 of a message that its writer can no longer change. */
export function isTooLate(): ProblemError {
  return new ProblemError({ status: 409, code: 'too_late', detail: 'Messages can be changed for 15 minutes' })
}
