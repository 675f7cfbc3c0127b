import { defineSettings, text, url } from '#lib/config/setting.ts'

/** Settings for sending mail. */
export const mail = defineSettings('Mail', {
  MAIL_URL: url(
    ['file', 'smtp', 'smtps'],
    'How mail is sent: smtp://<user>:<password>@<host>:<port>, the same with smtps:, or file:<folder>, shown at /outbox',
    'file:./data/outbox',
  ),
  MAIL_FROM: text(
    'Sender of all mail: an address, or a name followed by the address in <>',
    'Pushtech <no-reply@localhost>',
  ),
})
