import { StartError } from '#lib/errors/start-error.ts'
import { allPushers, pusherNamed } from '#lib/pusher/all-pushers.ts'
import type { PusherContext } from '#lib/pusher/define-pusher.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'

/** What adapters need in addition to their URL. */
export interface PusherOptions extends PusherContext {
  /** The values of `pusherSettings`. */
  readonly config: Readonly<Record<string, unknown>>
}

/**
 * Opens a pusher for each URL, in this order; the scheme selects the adapter.
 *
 * @throws {StartError} when a URL is invalid, its channel is unknown, or two URLs have the same channel.
 */
export async function openPushers(urls: readonly string[], options: PusherOptions): Promise<Pusher[]> {
  const pushers = await Promise.all(urls.map((url) => openPusher(url, options)))
  const channels = pushers.map(({ channel }) => channel)
  const twice = channels.find((channel, place) => channels.indexOf(channel) !== place)
  if (twice !== undefined) {
    throw new StartError(
      `Cannot open push channels: "${twice}" is named twice`,
      'Name each channel once in PUSH_CHANNELS: devices are mapped to channels by name.',
    )
  }
  return pushers
}

async function openPusher(url: string, { config, ...context }: PusherOptions): Promise<Pusher> {
  const scheme = URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : ''
  const pusher = pusherNamed(scheme)
  if (pusher === undefined) {
    throw new StartError(
      `Cannot open push channel "${scheme}": there is no channel with this name`,
      `Set PUSH_CHANNELS to one or more of: ${allPushers.map(({ form }) => form).join('; ')}.`,
    )
  }
  return pusher.open(url, config, context)
}
