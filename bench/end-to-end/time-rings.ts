import type { PositionStore } from '#lib/store/positions.ts'
import { aWalk, type Walk } from '../../tests/builders/a-walk.ts'
import { lookFor } from '../look-until.ts'
import type { Ring } from '../start-ring.ts'

/** Where walks happen. */
export interface Town extends Pick<Ring, 'platform' | 'oneSignal'> {
  readonly positions: PositionStore
}

/** Which walks; no number is used twice on a platform. */
export interface WalkRange {
  readonly from: number
  readonly max: number
  /** After this time, no further walk begins. */
  readonly secondsMax: number
}

/** The milliseconds from a ping until both pushes are at the provider, for each meeting. */
export interface RingTimes {
  readonly ms: readonly number[]
  /** True if the last meeting was given up after 30 s: the platform does not keep up. */
  readonly isGivenUp: boolean
}

const GIVE_UP_MS = 30_000
const LOOK_AGAIN_MS = 20

/** Lets people meet one after the other. */
export async function timeRings(town: Town, { from, max, secondsMax }: WalkRange): Promise<RingTimes> {
  const ms: number[] = []
  const deadline = Date.now() + secondsMax * 1_000
  for (let index = from; index < from + max && Date.now() < deadline; index += 1) {
    const time = await timeRing(town, index)
    if (time === undefined) return { ms: [...ms, GIVE_UP_MS], isGivenUp: true }
    ms.push(time)
  }
  return { ms, isGivenUp: false }
}

async function timeRing(
  { platform, oneSignal, positions }: Town,
  index: number,
): Promise<number | undefined> {
  const walk = await aWalk(platform, index)
  if (!(await isSoon(() => haveBegun(walk, positions)))) return undefined
  const before = oneSignal.shown.length
  const startedAt = performance.now()
  await walk.meet()
  const rung = await lookFor(() => oneSignal.shown.length === before + 2 || undefined, GIVE_UP_MS)
  return rung && performance.now() - startedAt
}

/** True when the pings that prepared a walk are handled, so that they do not delay the one that is measured. */
async function haveBegun({ phones }: Walk, positions: PositionStore): Promise<boolean> {
  const places = new Map(phones.map(({ device, place }) => [device, place.lng]))
  const found = await positions.findAll([...places.keys()])
  return found.length === phones.length && found.every(({ device, at }) => at.lng === places.get(device))
}

/** Looks seldom, because each look costs the platform something. */
async function isSoon(holds: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + GIVE_UP_MS; Date.now() < deadline;) {
    if (await holds()) return true
    await Bun.sleep(LOOK_AGAIN_MS)
  }
  return false
}
