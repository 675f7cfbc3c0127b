import { pairKey } from '#lib/events/match-notice.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { aWalker, type Walker } from './a-walker.ts'
import type { Platform } from './platform.ts'

/** Two persons whose things match, and who are one ping apart. */
export interface Walk {
  /** The phones, and where they were said to be. */
  readonly phones: readonly { readonly device: string; readonly place: Point }[]
  /** The phone that is to move, and where to. */
  readonly moving: { readonly device: string; readonly place: Point }
  /** Who waits, and who is about to come. */
  readonly people: { readonly still: Walker; readonly moving: Walker }
  readonly search: string
  readonly offer: string
  /** Search and offer, as the notice of their match names them. */
  readonly pair: string
  /** Of both phones, at the provider. */
  readonly subscriptions: readonly string[]
  /** Sends the ping that begins the match, as an event with this id; resolves when the tracker has answered. */
  meet(id?: string): Promise<Response>
}

const PLACE = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 400
const UUID_TAIL = 12

/** Brings two new persons to where one more ping makes a match; `index` is not to be used twice on a provider. */
export async function aWalk(platform: Platform, index: number): Promise<Walk> {
  const uuid = (letter: string) => `${letter}0000000-0000-4000-8000-${String(index).padStart(UUID_TAIL, '0')}`
  const walker = (name: string, locale: 'en' | 'de', letter: string): Promise<Walker> =>
    aWalker(platform, {
      person: `${name}-${index}`,
      device: `${name}-phone-${index}`,
      locale,
      subscription: uuid(letter),
    })
  const still = await walker('still', 'en', 'c')
  const moving = await walker('moving', 'de', 'd')
  const search = await still.carries('searches', [`thing ${index}`], RADIUS_METERS)
  const offer = await moving.carries('offers', [`thing ${index}`], RADIUS_METERS)
  const [away, near] = [travel(PLACE, 90, RADIUS_METERS * 2), travel(PLACE, 90, RADIUS_METERS / 2)]
  await still.isAt(PLACE)
  await moving.isAt(away)
  return {
    phones: [
      { device: still.device, place: PLACE },
      { device: moving.device, place: away },
    ],
    moving: { device: moving.device, place: near },
    people: { still, moving },
    search,
    offer,
    pair: pairKey(search, offer),
    subscriptions: [uuid('c'), uuid('d')],
    meet: (id) => moving.isAt(near, id === undefined ? {} : { id }),
  }
}
