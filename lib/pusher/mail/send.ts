import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import type { PusherContext } from '#lib/pusher/define-pusher.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { mailText } from '#lib/pusher/mail/mail-text.ts'

/**
 * Opens the channel for mails. A mail server does not recognise a mail that is sent again, but readers' programs may, by its
 * Message-ID: a mail whose answer was lost may come twice.
 */
export function openMailPusher(
  mailer: Pick<Mailer, 'send' | 'check'>,
  addressOf: PusherContext['addressOf'],
): Pusher {
  /** The server did not take the mail: if it takes others, only this mail waits. */
  async function later(reason: string): Promise<PushResult> {
    try {
      await mailer.check()
      return { outcome: 'later', reason }
    } catch {
      return { outcome: 'busy', reason }
    }
  }

  async function post(to: string, message: PushMessage): Promise<PushResult> {
    const { idempotencyKey: id, title: subject, unsubscribeUrl } = message
    try {
      await mailer.send({ to, subject, text: mailText(message), id, unsubscribeUrl })
      return { outcome: 'sent', providerId: id }
    } catch (error) {
      if (error instanceof UnavailableError) return later(messageOf(error))
      if (error instanceof ProblemError || error instanceof RangeError)
        return { outcome: 'refused', reason: messageOf(error) }
      throw error
    }
  }

  return {
    channel: 'mail',
    async send(message) {
      const to = await addressOf(message.subscription)
      return to === undefined
        ? { outcome: 'gone', reason: 'the person has no confirmed mail address' }
        : post(to, message)
    },
  }
}
