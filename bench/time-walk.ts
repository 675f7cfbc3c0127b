import type { BusReader } from '#lib/event-bus/event-bus.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { FakeOneSignal } from '../tests/builders/fake-onesignal.ts'
import type { Walk } from '../tests/builders/a-walk.ts'
import { lookUntil } from './look-until.ts'
import { wallClockMs } from './wall-clock.ts'
import type { BusWatch } from './watch-bus.ts'

/** Times of a ping at each place on its way, in order, in milliseconds since 1970. */
export interface WalkTimes {
  readonly sent: number
  readonly answered: number
  readonly enriched: number
  readonly moved: number
  readonly found: number
  readonly told: number
  readonly rung: number
  /** Milliseconds that the ping waited in the stream, measured by enrich. */
  readonly klag: number
}

/** The places that are observed from outside. */
export interface Watched {
  readonly bus: BusWatch
  /** Gives the lag of matching. */
  readonly matching: Pick<BusReader, 'lag'>
  readonly positions: PositionStore
  readonly oneSignal: FakeOneSignal
}

/** Sends the ping that begins a match, and records its times until both phones ring. */
export async function timeWalk(walk: Walk, watched: Watched): Promise<WalkTimes> {
  const { bus, positions, oneSignal } = watched
  const id = newId()
  const shown = oneSignal.shown.length
  await settled(walk, watched)
  const sent = wallClockMs()
  const [answered, moved, rung, ping, notice] = await Promise.all([
    walk.meet(id).then(wallClockMs),
    whenever('moved', () => isAt(positions, walk.moving)),
    whenever('rung', () => oneSignal.shown.length === shown + 2),
    lookUntil('on the bus', () => bus.ping(id)),
    lookUntil('told of', () => bus.notice(walk.pair)),
  ])
  return {
    sent,
    answered,
    enriched: ping.atMs,
    moved,
    found: Date.parse(notice.event.time),
    told: notice.atMs,
    rung,
    klag: ping.event.data.meta.klag ?? 0,
  }
}

// Waits until the events that prepared the walk are processed, so that they do not delay it.
async function settled({ phones }: Walk, { positions, matching }: Watched): Promise<void> {
  for (const phone of phones) await whenever('where it began', () => isAt(positions, phone))
  await whenever('all that matching has to do', async () =>
    (await matching.lag()).every(({ lag }) => lag === 0),
  )
}

async function isAt(positions: PositionStore, { device, place }: Walk['moving']): Promise<boolean> {
  return (await positions.findAll([device]))[0]?.at.lng === place.lng
}

async function whenever(what: string, holds: () => Promise<boolean> | boolean): Promise<number> {
  await lookUntil(what, async () => ((await holds()) ? true : undefined))
  return wallClockMs()
}
