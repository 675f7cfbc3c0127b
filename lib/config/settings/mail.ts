import { defineSettings, url } from '#lib/config/setting.ts'

/** How mail leaves. */
export const mail = defineSettings('Mail', {
  MAIL_URL: url(
    ['file', 'smtp', 'smtps'],
    'How mail leaves: smtp://<user>:<password>@<host>:<port>, smtps: likewise, or file:<folder>, read at /outbox',
    'file:./data/outbox',
  ),
})
