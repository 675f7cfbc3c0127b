import type { StationName } from '#lib/station/station-names.ts'

/** A program that `push run` can start. */
export interface Program {
  /** Relative to the root of the repository. */
  readonly path: string
  /** One line for the help. */
  readonly does: string
}

/** Every station, and all of them in one process. */
export const programs: Readonly<Record<StationName | 'all', Program>> = {
  all: { path: 'apps/all/main.ts', does: 'the whole platform in one process; accepts --fresh and --demo' },
  accounts: { path: 'apps/accounts/main.ts', does: 'signs people in, registers devices' },
  tracker: { path: 'edge/tracker/main.ts', does: 'accepts events and appends them to the stream' },
  enrich: { path: 'workers/enrich/main.ts', does: 'moves events from the stream to the bus' },
  storage: { path: 'apps/storage/main.ts', does: 'stores searches and offers' },
  matching: { path: 'apps/matching/main.ts', does: 'finds searches and offers that match' },
  notifications: { path: 'apps/notifications/main.ts', does: 'sends notifications to phones' },
  images: { path: 'apps/images/main.ts', does: 'stores images' },
  offers: { path: 'apps/offers/main.ts', does: 'imports offers' },
  actions: { path: 'workers/actions/main.ts', does: 'performs the actions that events request' },
  statistics: { path: 'workers/statistics/main.ts', does: 'counts events' },
  kafidx: { path: 'apps/kafidx/main.ts', does: 'shows the events on the bus live' },
  web: { path: 'edge/web/main.ts', does: 'serves the front end, and routes paths to all stations' },
}

/** The names of all programs, in the order in which `push run` lists them. */
export const programNames = Object.keys(programs)
