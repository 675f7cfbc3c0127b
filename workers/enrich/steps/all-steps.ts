import type { CityFinder } from '#lib/geoip/city-finder.ts'
import { device } from './device.ts'
import { geoip } from './geoip.ts'
import { klag } from './klag.ts'
import type { Step, StepDeclaration } from './step.ts'

/** The dependencies of the steps. */
export interface StepPorts {
  readonly cities: CityFinder
  readonly now: () => number
}

/** All steps, in order: location, device, stream latency. */
const allSteps: readonly StepDeclaration<StepPorts>[] = [geoip, device, klag]

/** Opens all steps, in order. */
export function openSteps(ports: StepPorts): readonly Step[] {
  return allSteps.map(({ name, open }) => ({ name, look: open(ports) }))
}
