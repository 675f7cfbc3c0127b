import { z } from 'zod'
import { defineSettings, secret } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu

/** OneSignal (https://documentation.onesignal.com/reference/create-notification). */
export const oneSignal = definePusher({
  channel: 'onesignal',
  form: 'onesignal://<app id>, optionally ?server=<url>',
  settings: defineSettings('Notifications', {
    ONESIGNAL_API_KEY: secret('REST API key of the OneSignal app', ''),
  }),
  subscription: z.string().regex(UUID, { error: 'must be the UUID that OneSignal gave the subscription' }),
  async open(url, { ONESIGNAL_API_KEY: apiKey }) {
    const { openOneSignal } = await import('./send.ts')
    return openOneSignal(url, { apiKey })
  },
})
