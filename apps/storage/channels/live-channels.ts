import { openLiveChanges, type LiveChanges } from '#lib/live/open-live-changes.ts'
import type { ChannelStore } from '#lib/store/channels.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { showChannel, showMessage } from './channel-wire.ts'

/** Opens the live streams of channels. */
export function openLiveChannels({
  channels,
  log,
}: {
  readonly channels: Pick<ChannelStore, 'lastChanges' | 'changesOf'>
  readonly log: Logger
}): LiveChanges {
  return openLiveChanges(
    {
      lastChanges: (people) => channels.lastChanges(people),
      changesOf: (person, after, limit) => channels.changesOf(person, after, limit),
      begin: (_person, last) => ({ channels: [], messages: [], last }),
      show: ({ channels: changed, messages }, person) => ({
        channels: changed.map((channel) => showChannel(channel, person)),
        messages: messages.map(showMessage),
      }),
    },
    log,
  )
}
