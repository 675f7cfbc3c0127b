import type { Intake } from './intake.ts'
import type { Bodies } from './limits/open-bodies.ts'
import type { TrackerLimits } from './options.ts'
import type { DeviceProver } from './prove-devices.ts'

/** What the routes that take bodies stand on. */
export interface Parts {
  readonly intake: Intake
  readonly limits: TrackerLimits
  readonly bodies: Bodies
  readonly proveDevice: DeviceProver
}
