import { afterAll, beforeAll, expect } from 'vitest'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import type { TrackerOptions } from '../../edge/tracker/options.ts'
import { serveTracker } from '../../edge/tracker/limits/serve-tracker.fixture.ts'
import { LIMITS } from '../../edge/tracker/a-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../../edge/tracker/open-tracker-world.fixture.ts'
import { openFront } from '../../edge/web/open-front.fixture.ts'

/** A tracker, and a front end before it, for the tests of a file. */
export interface TrackedSite {
  /** Address of a tracker until the test ends. */
  tracker(over?: Partial<TrackerOptions>): string
  /** Address of a front end with a tracker behind it. */
  frontEnd(over?: Partial<TrackerOptions>): Promise<string>
  /** The next events, once there are as many. */
  kept(count: number): Promise<TrackedEvent[]>
}

const LONG_MS = 20_000

/** Opens a site whose pages are tracked. */
export function openTrackedSite(): TrackedSite {
  let world: TrackerWorld | undefined
  beforeAll(async () => {
    world = await openTrackerWorld()
  })
  afterAll(() => world?.close())

  function tracker(over: Partial<TrackerOptions> = {}): string {
    if (world === undefined) throw new Error('Cannot serve a tracker before the first test')
    return serveTracker(world.tracker({ limits: LIMITS, ...over })).origin
  }

  return {
    tracker,
    frontEnd: async (over) => (await openFront({ stationUrl: tracker(over) })).url,
    async kept(count) {
      const events: TrackedEvent[] = []
      await expect
        .poll(async () => events.push(...((await world?.kept()) ?? [])), { timeout: LONG_MS })
        .toBe(count)
      return events
    },
  }
}
