import { messageOf } from '#lib/errors/message-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { ProblemError } from '#lib/http/problem.ts'

/** Commands about the recipient and the mail. If the server rejects another command, the problem is ours and can be fixed. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['RCPT TO', 'DATA'])

/**
 * Converts an error of the driver to an error for the caller. It keeps only the numbers of the server's answer, because the text
 * quotes addresses.
 *
 * @example
 * ```ts
 * const thrown = Object.assign(new Error('Nobody'), { command: 'RCPT TO', responseCode: 550, permanent: true })
 * smtpFailure(thrown, 'mail.example.org:587').message // => 'The mail server rejects this mail: it answered 550 to RCPT TO'
 * ```
 */
export function smtpFailure(thrown: unknown, server: string): ProblemError | UnavailableError {
  const { code, command, responseCode, response, permanent: isPermanent } = isRecord(thrown) ? thrown : {}
  if (typeof responseCode !== 'number') {
    const reason = code === 'EABORT' ? 'time-out' : messageOf(thrown)
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
    detail: `The mail server rejects this mail: ${reason}`,
  })
}
