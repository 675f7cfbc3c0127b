import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { BenchWorld, Mover } from './bench-world.ts'
import { seededRandom } from './seeded.ts'

/** A step of a mover. */
export interface Step {
  readonly mover: Mover
  readonly at: Point
}

/** The walks of all movers of a world. */
export interface Walks {
  /** The next step of each of these movers: 20 to 500 m from where it was, in a random direction. */
  next(from: number, count: number): Step[]
}

const STEP_METERS = { min: 20, max: 500 }

/**
 * Begins the walks of a world at the homes of its movers. The same seed gives the same steps. With `isToAndFro`, each second step leads
 * home, so that the world stays as it is over any number of steps.
 */
export function beginWalks(world: BenchWorld, seed: number, { isToAndFro = false } = {}): Walks {
  const walked = new Map<number, Step & { readonly steps: number }>()

  function begin(index: number): Step & { readonly steps: number } {
    const mover = world.mover(index)
    return { mover, at: mover.home, steps: 0 }
  }

  function step(index: number): Step {
    const { mover, at, steps } = walked.get(index) ?? begin(index)
    const random = seededRandom(seed, index, steps)
    const meters = STEP_METERS.min + random() * (STEP_METERS.max - STEP_METERS.min)
    const next = isToAndFro && steps % 2 === 1 ? mover.home : travel(at, random() * 360, meters)
    walked.set(index, { mover, at: next, steps: steps + 1 })
    return { mover, at: next }
  }

  return { next: (from, count) => Array.from({ length: count }, (_, index) => step(from + index)) }
}

/** The record of a step on the bus: a proven position, measured and received now. */
export function recordOf({ mover, at }: Step): ReceivedRecord {
  const now = Date.now()
  const { device, person } = mover
  const event: PushEvent = {
    specversion: '1.0',
    id: newId(),
    source: '/tracker/bench',
    type: 'geo',
    subject: device,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: {
      params: { di: device, lt: at.lat, lg: at.lng, a: 10 },
      meta: { receivedAt: now, protocol: 'post', pod: 'bench', proven: true, person },
    },
  }
  return {
    topic: EVENTS.name,
    partition: 0,
    offset: 0,
    key: device,
    value: JSON.stringify(event),
    timestamp: now,
  }
}
