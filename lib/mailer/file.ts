import { access, constants, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createTransport } from 'nodemailer'
import { keepFile } from '#lib/blob-store/keep-file.ts'
import { sweepIncoming } from '#lib/blob-store/sweep-incoming.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import { letterOf } from '#lib/mailer/letter-of.ts'
import type { Mail, Mailer } from '#lib/mailer/mailer.ts'
import type { MailerOptions } from '#lib/mailer/mailer-options.ts'
import { outboxFolder } from '#lib/mailer/outbox-folder.ts'
import { senderOf } from '#lib/mailer/sender-of.ts'
import { openUnderWay } from '#lib/mailer/under-way.ts'

/**
 * Opens a mailer without a server: it writes each mail to a file `<UUIDv7>.eml` in the folder of `file:<path>`, which it creates if
 * missing. The order of the names is the order of sending.
 *
 * @throws {StartError} when the folder cannot be created or written, or `from` is not a valid sender.
 */
export async function openFileMailer(url: string, { from, log }: MailerOptions): Promise<Mailer> {
  const sender = senderOf(from)
  const root = outboxFolder(url)
  const incoming = join(root, 'incoming')
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const underWay = openUnderWay()
  try {
    await mkdir(dirname(root), { recursive: true })
    // Mails contain sign-in links, so a new folder is private. An existing folder keeps its permissions.
    await mkdir(root, { recursive: true, mode: 0o700 })
    await mkdir(incoming, { recursive: true })
    await sweepIncoming(incoming)
    await access(incoming, constants.W_OK)
  } catch (error) {
    throw new StartError(
      `Cannot open outbox "${root}": ${messageOf(error)}`,
      'Allow this user to write to the folder, free some disk space, or set MAIL_URL to another folder.',
      { cause: error },
    )
  }

  function unavailable(cause: unknown): UnavailableError {
    return new UnavailableError(`Cannot write mail to "${root}": ${messageOf(cause)}`, { cause })
  }

  async function write(mail: Mail): Promise<void> {
    const id = newId()
    const { message } = await composer.sendMail(letterOf(mail, sender, id))
    if (!Buffer.isBuffer(message)) throw new TypeError('Cannot write mail: it was composed as a stream')
    try {
      await keepFile({ path: join(root, `${id}.eml`), root, incoming, bytes: message })
    } catch (error) {
      throw unavailable(error)
    }
    log.info('mail written', { id, folder: root })
  }

  return {
    send: (mail) => underWay.during(() => write(mail)),
    check: () =>
      underWay.during(() =>
        access(incoming, constants.W_OK).catch((error: unknown) => {
          throw unavailable(error)
        }),
      ),
    close: () => underWay.end(),
  }
}
