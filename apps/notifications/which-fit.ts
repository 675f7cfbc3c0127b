import type { Delivery } from '#lib/store/deliveries.ts'
import type { Preferences } from '#lib/store/preferences.ts'
import type { RingStore } from '#lib/store/rings.ts'
import { preferencesOf } from './preferences-of.ts'

const HOUR_MS = 3_600_000

/** Key of the rings that a person gets, beside those that they cause. No id of a person has a space. */
export function gotBy(person: string): string {
  return `got by ${person}`
}

/**
 * The ids of those deliveries of matches that fit into the number of matches that their person wants to ring by themselves in an
 * hour. All devices count once, and a repeated delivery is not counted again. Counts those that fit.
 */
export async function whichFit(
  deliveries: readonly Delivery[],
  stored: ReadonlyMap<string, Preferences>,
  { rings, nowMs }: { readonly rings: Pick<RingStore, 'take'>; readonly nowMs: number },
): Promise<ReadonlySet<string>> {
  if (deliveries.length === 0) return new Set()
  const counted = deliveries.map(({ person, match }) => ({
    person: gotBy(person),
    delivery: `${match} ${person}`,
    atMs: nowMs,
    max: preferencesOf(person, stored).maxPerHour,
  }))
  const taken = await rings.take(counted, { max: 0, windowMs: HOUR_MS })
  return new Set(
    deliveries.filter(({ person, match }) => taken.has(`${match} ${person}`)).map(({ id }) => id),
  )
}
