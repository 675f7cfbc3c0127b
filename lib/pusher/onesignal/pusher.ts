import { z } from 'zod'
import { defineSettings, integer, secret } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu

/** OneSignal (https://documentation.onesignal.com/reference/create-notification). */
export const oneSignal = definePusher({
  channel: 'onesignal',
  form: 'onesignal://<app id>, optionally ?server=<url>',
  settings: defineSettings('Notifications', {
    ONESIGNAL_API_KEY: secret('REST API key of the OneSignal app', ''),
    ONESIGNAL_REQUESTS_PER_SECOND: integer(
      1,
      1_000,
      'Calls of OneSignal per second by one process at most',
      '100',
    ),
  }),
  subscription: z.string().regex(UUID, { error: 'must be the UUID that OneSignal gave the subscription' }),
  // OneSignal closes an app that sends ten times as many in a quarter of an hour as it has subscriptions.
  limits: ({ ONESIGNAL_REQUESTS_PER_SECOND: requestsPerSecond }) => ({
    requestsPerSecond,
    perSubscription: 8,
    quarterMin: 1_000,
  }),
  failsTogether: true,
  async open(url, { ONESIGNAL_API_KEY: apiKey }) {
    const { openOneSignal } = await import('./send.ts')
    return openOneSignal(url, { apiKey })
  },
})
