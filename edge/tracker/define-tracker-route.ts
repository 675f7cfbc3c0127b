import type { Access } from '#lib/http/access.ts'
import type { RouteFacts } from '#lib/http/define-route.ts'
import type { Intake } from './intake/intake.ts'
import type { Bodies } from './limits/open-bodies.ts'
import type { TrackerOptions } from './options.ts'
import type { Answer } from './timed.ts'

/** What the routes of the tracker stand on. */
export interface TrackerPorts extends TrackerOptions {
  readonly intake: Intake
  readonly bodies: Bodies
}

/** What the routes that take bodies stand on. */
export type Parts = Pick<TrackerPorts, 'intake' | 'limits' | 'bodies' | 'proveDevice'>

/** A route of the tracker. It has no document and no middleware: a tracking call is answered with as little as possible. */
export interface TrackerRoute extends RouteFacts {
  /** Makes what answers; called once for each app. */
  readonly open: (ports: TrackerPorts) => Answer
}

/** The access of routes that take events. */
export const FROM_EVERYBODY: Access = {
  everybody: 'phones and pages have no session; the key of an app or a device is proved for each event',
}

/** Declares a route of the tracker. */
export function defineTrackerRoute(route: TrackerRoute): TrackerRoute {
  return route
}
