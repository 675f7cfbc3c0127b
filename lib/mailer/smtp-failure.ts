import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { ProblemError } from '#lib/http/problem.ts'

/** Commands about the recipient and the mail; a refusal of others is about us, and an operator can mend it. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['RCPT TO', 'DATA'])

/**
 * What an error of the driver means to a caller. Of a server's answer only the numbers are kept, for its text quotes
 * addresses.
 *
 * @example
 * ```ts
 * const thrown = Object.assign(new Error('Nobody'), { command: 'RCPT TO', responseCode: 550, permanent: true })
 * smtpFailure(thrown, 'mail.example.org:587').message // => 'The mail server refuses this mail: it answered 550 to RCPT TO'
 * ```
 */
export function smtpFailure(thrown: unknown, server: string): ProblemError | UnavailableError {
  const { code, command, responseCode, response, permanent: isPermanent } = isRecord(thrown) ? thrown : {}
  if (typeof responseCode !== 'number') {
    const reason = code === 'EABORT' ? 'it took too long' : messageOf(thrown)
    return new UnavailableError(`Cannot send mail through "${server}": ${reason}`, { cause: thrown })
  }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(String(response))?.[1]
  const numbers = enhanced === undefined ? `${responseCode}` : `${responseCode} ${enhanced}`
  const answer = `it answered ${numbers} to ${String(command)}`
  return isPermanent === true && ABOUT_THE_MAIL.has(command)
    ? refused(answer)
    : new UnavailableError(`Cannot send mail through "${server}": ${answer}`)
}

function refused(reason: string): ProblemError {
  return new ProblemError({
    status: 422,
    code: 'mail_refused',
    detail: `The mail server refuses this mail: ${reason}`,
  })
}
