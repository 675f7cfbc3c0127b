import type { RouteFacts } from '#lib/http/define-route.ts'
import { livez, readyz } from '#lib/station/health-routes.ts'
import { metricsGet } from '#lib/station/run-stations.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { trackerRoutes } from '../../edge/tracker/tracker-routes.ts'
import { webApi } from '../../edge/web/api.ts'
import { actionsApi } from '../../workers/actions/api.ts'
import { statisticsApi } from '../../workers/statistics/api.ts'
import { accountsApi } from '../accounts/api.ts'
import { imagesApi } from '../images/api.ts'
import { kafidxApi } from '../kafidx/api.ts'
import { matchingApi } from '../matching/api.ts'
import { notificationsApi } from '../notifications/api.ts'
import { offersApi } from '../offers/api.ts'
import { storageApi } from '../storage/api.ts'
import { outboxGet } from './outbox/answer-outbox.ts'

/** The routes of a station. */
export interface StationRoutes {
  readonly station: StationName
  readonly routes: readonly RouteFacts[]
}

// The default of the setting TRACK_PATHS.
const TRACK_PATHS = ['/t']

/** The APIs that have an OpenAPI document. */
export const describedApis = [
  accountsApi,
  imagesApi,
  matchingApi,
  notificationsApi,
  offersApi,
  storageApi,
] as const

/** Every station with the routes that it declares; workers/enrich has none. */
export const allApis: readonly StationRoutes[] = [
  ...describedApis,
  actionsApi,
  { station: 'enrich', routes: [] },
  kafidxApi,
  statisticsApi,
  { station: 'tracker', routes: trackerRoutes(TRACK_PATHS) },
  webApi,
]

/** Routes that a process answers in addition to those of its stations. */
export const processRoutes: readonly { readonly where: string; readonly routes: readonly RouteFacts[] }[] = [
  { where: 'every station', routes: [livez, readyz] },
  { where: 'the port of metrics', routes: [metricsGet] },
  { where: 'the front end of apps/all', routes: [outboxGet] },
]
