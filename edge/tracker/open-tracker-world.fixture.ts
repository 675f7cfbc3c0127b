import { join } from 'node:path'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import type { App } from '#lib/http/create-app.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aTracker, LIMITS as LIMITS_OF_ALL } from './a-tracker.fixture.ts'
import type { TrackerOptions } from './options.ts'

/** Low limits, so that small tests reach them. */
export const LIMITS = {
  ...LIMITS_OF_ALL,
  eventBytesMax: 2_000,
  batchEventsMax: 5,
  batchBytesMax: 10_000,
  phoneEventsMax: 5,
  phoneBytesMax: 10_000,
  queryBytesMax: 500,
  jsonDepthMax: 4,
}

/** Trackers on one embedded stream. */
export interface TrackerWorld {
  readonly keys: KeyRing
  tracker(over?: Partial<TrackerOptions>): Pick<App, 'request' | 'fetch'>
  /** The entries that were added to the stream since the last call. */
  entries(): Promise<string[]>
  /** The events among those entries. */
  kept(): Promise<TrackedEvent[]>
  close(): Promise<void>
}

/** Opens a world, with new signing keys if none are given. */
export async function openTrackerWorld(given?: KeyRing): Promise<TrackerWorld> {
  const folder = temporaryFolder()
  const keys = given ?? (await openKeyRing(join(folder, 'keys.json')))
  const stream = await openStreamWriter(`sqlite:${folder}/stream.db`)
  const reader = await openStreamReader(`sqlite:${folder}/stream.db`, { group: 'test', consumer: 'test' })

  async function entries(): Promise<string[]> {
    const taken = await reader.take(1_000, 0)
    await reader.ack(taken.map(({ token }) => ({ token, outcome: 'published' })))
    return taken.map(({ value }) => value)
  }

  return {
    keys,
    tracker: (over = {}) =>
      aTracker({ stream, keys }, { name: 'berlin', pod: 'pod-1', limits: LIMITS, ...over }),
    entries,
    kept: async () => (await entries()).map(decodeTracked),
    async close() {
      await reader.close()
      await stream.close()
    },
  }
}
