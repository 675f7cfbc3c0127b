import { hasControl } from '#lib/events/has-control.ts'
import { isAddress } from '#lib/mailer/is-address.ts'
import type { Mail } from '#lib/mailer/mailer.ts'
import type { Sender } from '#lib/mailer/sender-of.ts'

/** A mail as the driver takes it. */
export interface Letter {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly textEncoding: 'quoted-printable'
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
  readonly disableFileAccess: true
  readonly disableUrlAccess: true
}

/**
 * Checks a mail and addresses it; `id` names it all over the world, with the sender's host.
 *
 * @throws {RangeError} when a header of it would not be what it says.
 */
export function letterOf({ to, subject, text }: Mail, from: Sender, id: string): Letter {
  if (!isAddress(to)) throw new RangeError('Cannot send mail: the recipient is no address')
  if (hasControl(subject)) throw new RangeError('Cannot send mail: the subject holds a control character')
  return {
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    // Else long lines, such as links, are marked to flow, which some readers break.
    textEncoding: 'quoted-printable',
    messageId: `<${id}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
    // RFC 3834: nobody's holiday notice shall answer.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
