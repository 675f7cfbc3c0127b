import type { ConfigSpec } from '#lib/config/read-config.ts'
import type { DeclaredPusher } from '#lib/pusher/define-pusher.ts'
import { log } from '#lib/pusher/log/pusher.ts'
import { oneSignal } from '#lib/pusher/onesignal/pusher.ts'

/** Every way to ring a phone. */
export const allPushers: readonly DeclaredPusher[] = [oneSignal, log]

/** The settings of all of them, by the names of their variables. */
export const pusherSettings: ConfigSpec = Object.assign(
  {},
  ...allPushers.map(({ settings }) => settings.settings),
)

/** The one that mappings call so; undefined where there is none. */
export function pusherNamed(channel: string): DeclaredPusher | undefined {
  return allPushers.find((pusher) => pusher.channel === channel)
}
