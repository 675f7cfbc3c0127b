import { StartError } from '#lib/errors/start-error.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What adapters need beside their URL. */
export interface PusherOptions {
  /** Key of the OneSignal app; empty where no channel needs it. */
  readonly apiKey: string
  readonly log: Logger
}

/**
 * Opens the pusher behind each URL, in this order; the scheme picks the adapter.
 *
 * @throws {StartError} when a URL is no channel of ours, lacks something, or names a channel a second time.
 */
export async function openPushers(urls: readonly string[], options: PusherOptions): Promise<Pusher[]> {
  const pushers = await Promise.all(urls.map((url) => openPusher(url, options)))
  const channels = pushers.map(({ channel }) => channel)
  const twice = channels.find((channel, place) => channels.indexOf(channel) !== place)
  if (twice !== undefined) {
    throw new StartError(
      `Cannot open push channels: "${twice}" is named twice`,
      'Name each channel once in PUSH_CHANNELS: a device is tied to a channel by its name.',
    )
  }
  return pushers
}

async function openPusher(url: string, { apiKey, log }: PusherOptions): Promise<Pusher> {
  const scheme = URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : ''
  switch (scheme) {
    case 'onesignal': {
      const { openOneSignal } = await import('#lib/pusher/onesignal.ts')
      return openOneSignal(url, { apiKey })
    }
    case 'log': {
      const { openLogPusher } = await import('#lib/pusher/log.ts')
      return openLogPusher(log)
    }
    default:
      throw new StartError(
        `Cannot open push channel "${scheme}": there is none of this name`,
        'Set PUSH_CHANNELS to onesignal://<app id>, to log: or to both.',
      )
  }
}
