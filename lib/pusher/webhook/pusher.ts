import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { defineSettings } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'

const URL_LENGTH_MAX = 2_048
const SECRET_BYTES = 32
const TIMEOUT_MS = 10_000

/** Signed calls to an address of a person (https://www.standardwebhooks.com). */
export const webhook = definePusher({
  channel: 'webhook',
  form: 'webhook:, signed calls to addresses that people give',
  settings: defineSettings('Notifications', {}),
  field: 'url',
  subscription: z.string().max(URL_LENGTH_MAX),
  makeSecret: () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
  async open(_url, _config, { trustedOrigins: trusted }) {
    const { openWebhook } = await import('./send.ts')
    const { openOutsideCaller } = await import('#lib/net/open-outside-caller.ts')
    return openWebhook(openOutsideCaller({ trusted, timeoutMs: TIMEOUT_MS }))
  },
})
