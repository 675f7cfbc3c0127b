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

const TIMEOUT_MS = 10_000
const TIMEOUTS_A_MAIL = 3

/**
 * Opens a mailer for `smtp://<user>:<password>@<host>:<port>`, or the same with `smtps:`. It connects when there is a mail to send.
 * TLS is required unless the server is on this machine. `close()` waits for the time-out of one answer only.
 *
 * @throws {StartError} when the URL is invalid, or `from` is not a valid sender.
 */
export function openSmtpMailer(
  url: string,
  { from, log, timeoutMs = TIMEOUT_MS, mailTimeoutMs = timeoutMs * TIMEOUTS_A_MAIL }: MailerOptions,
): Mailer {
  const sender = senderOf(from)
  const { host, port, isTls, isLoopback, user, password } = smtpServerOf(url)
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure: isTls,
    requireTLS: !isTls && !isLoopback,
    // A server on this machine has at most a self-signed certificate.
    tls: { rejectUnauthorized: !isLoopback },
    ...(user !== '' && { auth: { user, pass: password }, forceAuth: true }),
    allowInternalNetworkInterfaces: isLoopback,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // One retry: the server may close an idle connection just when the pool uses it again.
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
      const signal = AbortSignal.timeout(mailTimeoutMs)
      await talk(() => transport.sendMail({ ...letter, signal }))
      log.info('mail sent', { id })
    },
    async check() {
      // The driver limits each answer only, so a server that sends its answer byte by byte would block the check forever.
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
  throw new Error('time-out')
}
