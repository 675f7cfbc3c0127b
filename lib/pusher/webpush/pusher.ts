import { z } from 'zod'
import { defineSettings, text } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'
import { hasSameAuth, subscriptionKeys } from '#lib/pusher/webpush/subscription-keys.ts'

const ENDPOINT_LENGTH_MAX = 2_048
const TIMEOUT_MS = 10_000
/** Push services answer after 50 ms or more. Bun makes 256 calls at the same time: the others are for other channels and stations. */
const CALLS_MAX = 160

/** The push services of browsers, without a vendor in between (RFC 8030). */
export const webPush = definePusher({
  channel: 'webpush',
  form: 'webpush:, the push services of browsers',
  settings: defineSettings('Notifications', {
    VAPID_KEYS_PATH: text(
      'File with the keys of Web Push; created if missing, readable by its owner only',
      './data/vapid.json',
    ),
    VAPID_SUBJECT: text(
      'Address of the operator for push services, mailto: or https:; empty for PUBLIC_URL, if that is an https URL',
      '',
    ),
  }),
  field: 'endpoint',
  subscription: z.string().max(ENDPOINT_LENGTH_MAX),
  keys: subscriptionKeys,
  isSameOwner: hasSameAuth,
  callsMax: CALLS_MAX,
  failsTogether: true,
  async open(_url, config, { publicUrl, trustedOrigins: trusted }) {
    const { openWebPush } = await import('./send.ts')
    const { openVapidKeys } = await import('./vapid-keys.ts')
    const { openVapidTokens } = await import('./vapid-tokens.ts')
    const { vapidSubject } = await import('./vapid-subject.ts')
    const { openOutsideCaller } = await import('#lib/net/open-outside-caller.ts')
    return openWebPush({
      caller: openOutsideCaller({ trusted, timeoutMs: TIMEOUT_MS }),
      trusted,
      tokens: openVapidTokens(vapidSubject(config.VAPID_SUBJECT, publicUrl)),
      keys: openVapidKeys(config.VAPID_KEYS_PATH),
    })
  },
})
