import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** The numbers of live subscriptions of channels, a minute old at most. */
export interface SubscriptionCounts extends Pick<NudgedLoop, 'run' | 'stop'> {
  /** 0 until it was counted. */
  count(channel: string): number
}

const COUNT_EVERY_MS = 60_000

/** Starts the count of the live subscriptions of channels. */
export function openSubscriptionCounts({
  mappings,
  channels,
  log,
}: {
  readonly mappings: Pick<MappingStore, 'countActive'>
  readonly channels: readonly string[]
  readonly log: Logger
}): SubscriptionCounts {
  const counts = new Map<string, number>()
  const loop = openNudgedLoop({
    async pass() {
      for (const channel of channels) counts.set(channel, await mappings.countActive(channel))
    },
    everyMs: COUNT_EVERY_MS,
    onFailure: (error) => log.warn('cannot count subscriptions, will try again', { error }),
  })
  if (channels.length > 0) loop.nudge()
  return { count: (channel) => counts.get(channel) ?? 0, run: () => loop.run(), stop: () => loop.stop() }
}
