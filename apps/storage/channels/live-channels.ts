import type { StreamedEvent } from '#lib/http/event-stream.ts'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { ChannelChanges, ChannelStore } from '#lib/store/channels.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { showChannel, showMessage } from './channel-wire.ts'

/** The live streams of this process. */
export interface LiveChannels {
  /**
   * Follows the changes of a person after a number, or from now on. `next()` gives the next event of the stream. The first event of a new
   * follower has its position and no change: who reads a list after it misses nothing.
   */
  follow(person: string, after: number | undefined): Follower
  /** Something has changed: looks for changes soon. */
  nudge(): void
}

/** One follower. */
export interface Follower {
  next(): StreamedEvent | undefined
  end(): void
}

const LOOK_MS = 500
const CHANGES_MAX = 100

interface Following {
  readonly person: string
  /** The last change that was handed out; undefined before the first look. */
  position: number | undefined
  /** What is handed out next. Nothing is read for a client that is slow. */
  waiting: ChannelChanges | undefined
}

/** Opens the live streams. All of them share one look at the store, twice a second and after each change in this process. */
export function openLiveChannels({
  channels,
  log,
}: {
  readonly channels: Pick<ChannelStore, 'lastChanges' | 'changesOf'>
  readonly log: Logger
}): LiveChannels {
  const followers = new Set<Following>()
  let loop: NudgedLoop | undefined

  async function look(): Promise<void> {
    const ready = [...followers].filter(({ waiting }) => waiting === undefined)
    if (ready.length === 0) return
    const lastOf = await channels.lastChanges([...new Set(ready.map(({ person }) => person))])
    for (const each of ready) await lookFor(each, lastOf.get(each.person) ?? 0)
  }

  async function lookFor(each: Following, last: number): Promise<void> {
    const { person, position } = each
    // A position from before a restored backup is higher than the last one: nothing would be sent for a long time.
    if (position === undefined || position > last) each.waiting = { channels: [], messages: [], last }
    else if (position < last) each.waiting = await channels.changesOf(person, position, CHANGES_MAX)
  }

  return {
    follow(person, after) {
      const following: Following = { person, position: after, waiting: undefined }
      followers.add(following)
      loop ??= openNudgedLoop({
        pass: look,
        everyMs: LOOK_MS,
        onFailure: (error) => log.warn('cannot look for changes of channels, will try again', { error }),
      })
      loop.nudge()
      return {
        next() {
          const { waiting } = following
          if (waiting === undefined) return undefined
          following.waiting = undefined
          following.position = waiting.last
          loop?.nudge()
          const { channels: changed, messages, last } = waiting
          return {
            id: String(last),
            data: {
              channels: changed.map((channel) => showChannel(channel, person)),
              messages: messages.map(showMessage),
            },
          }
        },
        end() {
          followers.delete(following)
          if (followers.size > 0) return
          void loop?.stop()
          loop = undefined
        },
      }
    },
    nudge: () => loop?.nudge(),
  }
}
