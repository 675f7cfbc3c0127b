import type { Rates } from '#lib/rates/open-rates.ts'

/** Rates that a call takes from, each with the key under which it counts the caller. */
export type Cost = readonly (readonly [rates: Rates, key: string])[]

/** Takes one of each rate and gives 0, or takes none of any and gives the seconds to wait. */
export function takeAll(cost: Cost): number {
  const seconds = Math.max(0, ...cost.map(([rates, key]) => rates.secondsUntil([key])))
  if (seconds === 0) for (const [rates, key] of cost) rates.take([key])
  return seconds
}
