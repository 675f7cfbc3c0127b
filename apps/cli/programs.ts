import type { StationName } from '#lib/station/station-names.ts'

/** A program that can be run by itself. */
export interface Program {
  /** Seen from the root of the repository. */
  readonly path: string
  /** One line for the help. */
  readonly does: string
}

/** Every station, and all of them in one process. */
export const programs: Readonly<Record<StationName | 'all', Program>> = {
  all: { path: 'apps/all/main.ts', does: 'the whole platform in one process; takes --fresh and --demo' },
  accounts: { path: 'apps/accounts/main.ts', does: 'signs people in, registers devices' },
  tracker: { path: 'edge/tracker/main.ts', does: 'takes events, and leaves them in the stream' },
  enrich: { path: 'workers/enrich/main.ts', does: 'brings events from the stream to the bus' },
  storage: { path: 'apps/storage/main.ts', does: 'keeps searches and offers' },
  matching: { path: 'apps/matching/main.ts', does: 'finds who is near whom' },
  notifications: { path: 'apps/notifications/main.ts', does: 'rings phones' },
  images: { path: 'apps/images/main.ts', does: 'keeps pictures' },
  offers: { path: 'apps/offers/main.ts', does: 'imports offers' },
  actions: { path: 'workers/actions/main.ts', does: 'does what events ask for' },
  statistics: { path: 'workers/statistics/main.ts', does: 'counts events' },
  kafidx: { path: 'apps/kafidx/main.ts', does: 'shows the bus live' },
  web: { path: 'edge/web/main.ts', does: 'serves the front end, and all stations by path' },
}

/** Their names, as `push run` lists them. */
export const programNames = Object.keys(programs)
