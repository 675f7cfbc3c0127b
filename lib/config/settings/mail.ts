import { group, text, url } from '#lib/config/setting.ts'

/** How mail leaves. */
export const mail = group('Mail', {
  MAIL_URL: url(
    ['file', 'smtp', 'smtps'],
    'How mail leaves: smtp://<user>:<password>@<host>:<port>, smtps: likewise, or file:<folder>, read at /outbox',
    'file:./data/outbox',
  ),
  MAIL_FROM: text(
    'Sender of all mail: an address, or a name with the address in <>',
    'Pushtech <no-reply@localhost>',
  ),
})
