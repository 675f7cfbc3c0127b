import { z } from 'zod'
import { PERSON_ID } from '#lib/auth/person-id.ts'
import { defineSettings } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'

/** Mails to people. A subscription is the id of a person, so that a mail goes to the address that the account has when it is sent. */
export const mail = definePusher({
  channel: 'mail',
  form: 'mail:, mails to people without another device, sent by MAIL_URL',
  settings: defineSettings('Notifications', {}),
  // Anybody could register the id of another person.
  isRegistered: false,
  subscription: z.string().regex(PERSON_ID),
  async open(_url, _config, { openMailer, addressOf }) {
    const { openMailPusher } = await import('./send.ts')
    return openMailPusher(await openMailer(), addressOf)
  },
})
