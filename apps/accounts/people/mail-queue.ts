import type { Mail, Mailer } from '#lib/mailer/mailer.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Mails on their way. */
export interface MailQueue {
  /**
   * Sends a mail after the answer that caused it, so that the time of the answer does not tell whether there was one. What
   * cannot be sent is logged: people can ask for another.
   */
  post(mail: Mail): void
  /** Resolves when all mails have left or failed. */
  settle(): Promise<void>
}

const UNDER_WAY_MAX = 200

/** Opens the way out for mails, through a mailer. */
export function openMailQueue(mailer: Mailer, log: Logger): MailQueue {
  const underWay = new Set<Promise<void>>()

  async function send(mail: Mail): Promise<void> {
    try {
      await mailer.send(mail)
    } catch (error) {
      log.warn('mail not sent', { error })
    }
  }

  return {
    post(mail) {
      if (underWay.size >= UNDER_WAY_MAX) {
        log.warn('mail dropped', { underWay: underWay.size })
        return
      }
      const sending = send(mail).finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async settle() {
      await Promise.all(underWay)
    },
  }
}
