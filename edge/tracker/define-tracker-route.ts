import type { Access } from '#lib/http/access.ts'
import type { RouteFacts } from '#lib/http/define-route.ts'
import type { Intake } from './intake/intake.ts'
import type { Bodies } from './limits/open-bodies.ts'
import type { TrackerOptions } from './options.ts'
import type { Answer } from './timed.ts'

/** Ports of the tracker's routes. */
export interface TrackerPorts extends TrackerOptions {
  readonly intake: Intake
  readonly bodies: Bodies
}

/** Ports of the routes that take bodies. */
export type Parts = Pick<TrackerPorts, 'intake' | 'limits' | 'bodies' | 'proveDevice'>

/** A route of the tracker. It has no OpenAPI document and no middleware, so that a tracking call costs as little as possible. */
export interface TrackerRoute extends RouteFacts {
  /** Creates the handler; called once for each app. */
  readonly open: (ports: TrackerPorts) => Answer
}

/** The access of routes that take events. */
export const FROM_EVERYBODY: Access = {
  everybody: 'phones and pages have no session; the keys of apps and devices are checked for each event',
}

/** Declares a route of the tracker. */
export function defineTrackerRoute(route: TrackerRoute): TrackerRoute {
  return route
}
