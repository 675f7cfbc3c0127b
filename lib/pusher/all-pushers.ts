import type { ConfigSpec } from '#lib/config/read-config.ts'
import type { DeclaredPusher } from '#lib/pusher/define-pusher.ts'
import { log } from '#lib/pusher/log/pusher.ts'
import { mail } from '#lib/pusher/mail/pusher.ts'
import { oneSignal } from '#lib/pusher/onesignal/pusher.ts'
import { webhook } from '#lib/pusher/webhook/pusher.ts'
import { webPush } from '#lib/pusher/webpush/pusher.ts'

/** Every channel for notifications to phones. */
export const allPushers: readonly DeclaredPusher[] = [oneSignal, webPush, webhook, mail, log]

/** The settings of all pushers, by the names of their variables. */
export const pusherSettings: ConfigSpec = Object.assign(
  {},
  ...allPushers.map(({ settings }) => settings.settings),
)

/** Finds the pusher of a channel; undefined if there is none. */
export function pusherNamed(channel: string): DeclaredPusher | undefined {
  return allPushers.find((pusher) => pusher.channel === channel)
}
