import type { StreamedEvent } from '#lib/http/event-stream.ts'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** The live streams of this process. */
export interface LiveChanges {
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

/** Changes, up to the one with this number. */
export interface NumberedChanges {
  readonly last: number
}

/** Where changes are read. The changes of each person have numbers, which become visible in their order. */
export interface ChangeSource<Changes extends NumberedChanges> {
  /** The numbers of the last changes of these people; a person without any is left out. */
  readonly lastChanges: (people: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /** The changes of a person after a number, the first of them in the order of their numbers. */
  readonly changesOf: (person: string, after: number, limit: number) => Promise<Changes>
  /** What the first event of a new follower holds: its position, and no change. */
  readonly begin: (person: string, last: number) => Changes | Promise<Changes>
  /** Changes as clients see them. */
  readonly show: (changes: Changes, person: string) => unknown
}

const LOOK_MS = 500
const CHANGES_MAX = 100

interface Following<Changes> {
  readonly person: string
  /** The last change that was handed out; undefined before the first look. */
  position: number | undefined
  /** What is handed out next. Nothing is read for a client that is slow. */
  waiting: Changes | undefined
}

/** Opens the live streams. All of them share one look at the source, twice a second and after each change in this process. */
export function openLiveChanges<Changes extends NumberedChanges>(
  { lastChanges, changesOf, begin, show }: ChangeSource<Changes>,
  log: Logger,
): LiveChanges {
  const followers = new Set<Following<Changes>>()
  let loop: NudgedLoop | undefined

  async function look(): Promise<void> {
    const ready = [...followers].filter(({ waiting }) => waiting === undefined)
    if (ready.length === 0) return
    const lastOf = await lastChanges([...new Set(ready.map(({ person }) => person))])
    for (const each of ready) await lookFor(each, lastOf.get(each.person) ?? 0)
  }

  async function lookFor(each: Following<Changes>, last: number): Promise<void> {
    const { person, position } = each
    // A position from before a restored backup is higher than the last one: nothing would be sent for a long time.
    if (position === undefined || position > last) each.waiting = await begin(person, last)
    else if (position < last) each.waiting = await changesOf(person, position, CHANGES_MAX)
  }

  return {
    follow(person, after) {
      const following: Following<Changes> = { person, position: after, waiting: undefined }
      followers.add(following)
      loop ??= openNudgedLoop({
        pass: look,
        everyMs: LOOK_MS,
        onFailure: (error) => log.warn('cannot look for changes, will try again', { error }),
      })
      loop.nudge()
      return {
        next() {
          const { waiting } = following
          if (waiting === undefined) return undefined
          following.waiting = undefined
          following.position = waiting.last
          loop?.nudge()
          return { id: String(waiting.last), data: show(waiting, person) }
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
