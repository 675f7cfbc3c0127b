import { StartError } from '#lib/errors/start-error.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import type { MailerOptions } from '#lib/mailer/mailer-options.ts'

/**
 * Opens the mailer of a URL; the scheme selects the adapter.
 *
 * @throws {StartError} when the scheme is unknown, the URL or `from` is invalid, or the folder cannot be used.
 */
export async function openMailer(url: string, options: MailerOptions): Promise<Mailer> {
  const scheme = url.split(':', 1)[0] ?? ''
  switch (scheme) {
    case 'file':
      return (await import('#lib/mailer/file.ts')).openFileMailer(url, options)
    case 'smtp':
    case 'smtps':
      return (await import('#lib/mailer/smtp.ts')).openSmtpMailer(url, options)
    default:
      throw new StartError(
        `Cannot open mailer: scheme "${scheme}:" is unknown`,
        'Set MAIL_URL to a URL that begins with smtp:, smtps: or file:, for instance file:./data/outbox.',
      )
  }
}
