import { once } from 'node:events'
import { createTransport } from 'nodemailer'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import { letterOf } from '#lib/mailer/letter-of.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import type { MailerOptions } from '#lib/mailer/mailer-options.ts'
import { senderOf } from '#lib/mailer/sender-of.ts'
import { smtpFailure } from '#lib/mailer/smtp-failure.ts'
import { smtpServerOf } from '#lib/mailer/smtp-server-of.ts'
import { openUnderWay } from '#lib/mailer/under-way.ts'

/** How long a mail server may take. */
export interface SmtpLimits {
  /** For each answer and for a check, 10 s unless told; three times that for a whole mail, but no more once it closes. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000
const TIMEOUTS_A_MAIL = 3

/**
 * Opens the mail server behind `smtp://<user>:<password>@<host>:<port>`, or `smtps:` likewise. It connects when there is
 * something to send; TLS is a must unless the server is this machine.
 *
 * @throws {StartError} when the URL names no server, or `from` is no sender.
 */
export function openSmtpMailer(
  url: string,
  { from, log, timeoutMs = TIMEOUT_MS }: MailerOptions & SmtpLimits,
): Mailer {
  const sender = senderOf(from)
  const { host, port, isTls, isLoopback, user, password } = smtpServerOf(url)
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure: isTls,
    requireTLS: !isTls && !isLoopback,
    // A server on this machine has a certificate of its own making, if any.
    tls: { rejectUnauthorized: !isLoopback },
    ...(user !== '' && { auth: { user, pass: password }, forceAuth: true }),
    allowInternalNetworkInterfaces: isLoopback,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // One: the server may have ended a connection that lay idle just when it was taken.
    maxRequeues: 1,
  })
  const underWay = openUnderWay()

  async function talk<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await underWay.during(work)
    } catch (error) {
      throw error instanceof UnavailableError ? error : smtpFailure(error, `${host}:${port}`)
    }
  }

  return {
    async send(mail) {
      const id = newId()
      const letter = letterOf(mail, sender, id)
      const signal = AbortSignal.timeout(timeoutMs * TIMEOUTS_A_MAIL)
      await talk(() => transport.sendMail({ ...letter, signal }))
      log.info('mail sent', { id })
    },
    async check() {
      // The driver has a time for each answer only: a server that answers in drops would never be done with.
      await talk(() => Promise.race([transport.verify(), lateAfter(timeoutMs)]))
    },
    async close() {
      const givingUp = setTimeout(() => transport.close({ force: true }), timeoutMs)
      await underWay.end()
      clearTimeout(givingUp)
      transport.close()
    },
  }
}

async function lateAfter(waitMs: number): Promise<never> {
  await once(AbortSignal.timeout(waitMs), 'abort')
  throw new Error('it took too long')
}
