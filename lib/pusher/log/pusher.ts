import { z } from 'zod'
import { defineSettings } from '#lib/config/setting.ts'
import { definePusher } from '#lib/pusher/define-pusher.ts'

/** Writes a log line for each message and notifies no phone. */
export const log = definePusher({
  channel: 'log',
  form: 'log:, which only writes a log line',
  settings: defineSettings('Notifications', {}),
  subscription: z.string(),
  async open(_url, _config, context) {
    const { openLogPusher } = await import('./send.ts')
    return openLogPusher(context.log)
  },
})
