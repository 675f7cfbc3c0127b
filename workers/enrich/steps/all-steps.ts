import type { CityFinder } from '#lib/geoip/city-finder.ts'
import { device } from './device.ts'
import { geoip } from './geoip.ts'
import { klag } from './klag.ts'
import type { Step } from './step.ts'

/** The steps an event takes, in order. */
export type Steps = readonly Step[]

/** What the steps depend on. */
export interface StepDependencies {
  readonly cities: CityFinder
  readonly now: () => number
}

/** All steps, in order: where from, what device, how late. */
export function allSteps({ cities, now }: StepDependencies): Steps {
  return [geoip(cities), device(), klag(now)]
}
