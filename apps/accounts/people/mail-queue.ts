import type { Mail, Mailer } from '#lib/mailer/mailer.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { MailLimit } from './mail-limit.ts'

/** Mails on their way. */
export interface MailQueue {
  /**
   * Writes a mail and sends it after the answer that caused it, so that the answer and its time do not tell whether there
   * was one, and whether it was one too many for its address; undefined is none. What cannot be sent is logged: people can
   * ask for another.
   */
  post(write: () => Promise<Mail | undefined>): void
  /** Resolves when all mails have left or failed. */
  settle(): Promise<void>
}

const UNDER_WAY_MAX = 200

/** What mails leave through. */
export interface MailQueueOptions {
  readonly limit: MailLimit
  readonly mailer: Mailer
  readonly log: Logger
  readonly metrics: Metrics
}

/** Opens the way out for mails. */
export function openMailQueue({ mailer, limit, log, metrics }: MailQueueOptions): MailQueue {
  const counted = metrics.counter('push_accounts_mails_total', 'Mails to people by what became of them', [
    'outcome',
  ])
  const underWay = new Set<Promise<void>>()

  async function send(write: () => Promise<Mail | undefined>): Promise<void> {
    try {
      const mail = await write()
      if (mail === undefined) return
      if (await limit.admit(mail.to)) {
        await mailer.send(mail)
        counted.inc({ outcome: 'sent' })
      } else {
        counted.inc({ outcome: 'limited' })
        log.warn('mail not sent: one too many to its address')
      }
    } catch (error) {
      counted.inc({ outcome: 'failed' })
      log.warn('mail not sent', { error })
    }
  }

  return {
    post(write) {
      if (underWay.size >= UNDER_WAY_MAX) {
        counted.inc({ outcome: 'dropped' })
        log.warn('mail dropped', { underWay: underWay.size })
        return
      }
      const sending = send(write).finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async settle() {
      await Promise.all(underWay)
    },
  }
}
