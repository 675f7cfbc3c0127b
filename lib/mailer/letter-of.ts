import { hasControl } from '#lib/events/has-control.ts'
import { isAddress } from '#lib/mailer/is-address.ts'
import type { Mail } from '#lib/mailer/mailer.ts'
import type { Sender } from '#lib/mailer/sender-of.ts'

/** A mail in the form of the driver. */
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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u
const HEADER_URL = /^https?:\/\/[\w.~:/?#[\]@!$&'()*+;=%-]{1,900}$/u

/**
 * Checks a mail and builds the message for the driver. `newId`, or the id of the mail, and the host of the sender form the
 * Message-ID.
 *
 * @throws {RangeError} when the recipient, the subject, the id or the address to unsubscribe is not safe in a header.
 */
export function letterOf(
  { to, subject, text, id = '', unsubscribeUrl }: Mail,
  from: Sender,
  newId: string,
): Letter {
  if (!isAddress(to)) throw new RangeError('Cannot send mail: the recipient is not a mail address')
  if (hasControl(subject)) throw new RangeError('Cannot send mail: the subject contains a control character')
  if (id !== '' && !UUID.test(id)) throw new RangeError('Cannot send mail: its id is not a UUID')
  if (unsubscribeUrl !== undefined && !HEADER_URL.test(unsubscribeUrl))
    throw new RangeError('Cannot send mail: the address to unsubscribe is not a plain HTTP address')
  return {
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    // Otherwise the driver sends long lines, such as links, as format=flowed, which some mail readers break.
    textEncoding: 'quoted-printable',
    messageId: `<${id || newId}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
    // RFC 3834: prevents automatic replies such as holiday notices.
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
