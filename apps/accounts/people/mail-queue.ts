import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Mail, Mailer } from '#lib/mailer/mailer.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { MailLimit } from './mail-limit.ts'

/** The queue of outgoing mails. */
export interface MailQueue {
  /**
   * Writes and sends a mail after the answer, so that the answer and its timing do not reveal whether a mail was sent or
   * limited; undefined means no mail. A failed mail is logged and not retried: people can request another.
   */
  add(write: () => Promise<Mail | undefined>): void
  /** Resolves when all mails are sent or have failed. */
  settle(): Promise<void>
}

const UNDER_WAY_MAX = 200

/** The dependencies of the queue. */
export interface MailQueueOptions {
  readonly limit: MailLimit
  readonly mailer: Mailer
  readonly log: Logger
  readonly metrics: Metrics
}

/** Opens the queue of outgoing mails. */
export function openMailQueue({ mailer, limit, log, metrics }: MailQueueOptions): MailQueue {
  const counted = metrics.counter('push_accounts_mails_total', 'Mails to people, by outcome', ['outcome'])
  const underWay = new Set<Promise<void>>()

  async function send(write: () => Promise<Mail | undefined>): Promise<void> {
    try {
      // Yield first, so that the answer does not wait for the work of writing the mail.
      await nextTurn()
      const mail = await write()
      if (mail === undefined) return
      if (await limit.admit(mail.to)) {
        await mailer.send(mail)
        counted.inc({ outcome: 'sent' })
      } else {
        counted.inc({ outcome: 'limited' })
        log.warn('mail not sent: the address has reached its limit')
      }
    } catch (error) {
      counted.inc({ outcome: 'failed' })
      log.warn('mail not sent', { error })
    }
  }

  return {
    add(write) {
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
