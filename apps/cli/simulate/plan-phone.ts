import { v5 } from 'uuid'
import type { City } from '#lib/cities/city.ts'
import { wares } from '#lib/cities/wares.ts'
import type { Point } from '#lib/geo/point.ts'
import { between, pick, randomOf } from './random.ts'
import { startWalk, type Walk } from './walk.ts'

/** The search or offer of a simulated person. */
export interface SubjectPlan {
  readonly kind: 'searches' | 'offers'
  readonly title: string
  readonly keywords: readonly string[]
  readonly radiusMeters: number
  /** Its fixed position; undefined when it follows the phone. */
  readonly fixedAt: Point | undefined
}

/** A simulated person and their phone. */
export interface PhonePlan {
  readonly person: string
  readonly device: string
  /** UUID of the push subscription. */
  readonly subscription: string
  readonly locale: 'de' | 'en'
  readonly timeZone: string
  readonly speedMetersPerSecond: number
  readonly subject: SubjectPlan
  readonly walk: Walk
}

/** Options of `planPhone()`. */
export interface PlanOptions {
  readonly seed: number
  readonly city: City
  readonly speedKmh: number
}

const METERS_PER_SECOND_PER_KMH = 1 / 3.6
const SPEED_SPREAD = 0.2
const RADIUS_METERS_MIN = 300
const RADIUS_METERS_MAX = 1_500
const RADIUS_METERS_STEP = 50

/** One of this many people has an offer at a fixed place, like a shop. */
const FIXED_EVERY = 8

/** Plans the n-th person of a seed. The result depends on the index and the options only, not on the number of people. */
export function planPhone(index: number, { seed, city, speedKmh }: PlanOptions): PhonePlan {
  const random = randomOf(Math.imul(seed, 0x9e3779b1) + index)
  const person = `sim-${seed}-${index}`
  const device = `${person}-phone`
  const ware = pick(wares, random)
  const radiusMeters = between(RADIUS_METERS_MIN, RADIUS_METERS_MAX, random)
  const isFixed = index % FIXED_EVERY === FIXED_EVERY - 1
  return {
    person,
    device,
    subscription: v5(device, v5.URL),
    locale: index % 4 < 2 ? 'de' : 'en',
    timeZone: city.timeZone,
    speedMetersPerSecond:
      speedKmh * METERS_PER_SECOND_PER_KMH * between(1 - SPEED_SPREAD, 1 + SPEED_SPREAD, random),
    subject: {
      kind: index % 2 === 0 ? 'searches' : 'offers',
      title: ware.title,
      keywords: ware.keywords,
      radiusMeters: Math.round(radiusMeters / RADIUS_METERS_STEP) * RADIUS_METERS_STEP,
      fixedAt: isFixed ? pick(city.places, random).at : undefined,
    },
    walk: startWalk(city.places, random),
  }
}
