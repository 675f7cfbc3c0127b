import { createApp, type App } from '#lib/http/create-app.ts'
import { getMatches } from './routes/matches-get.ts'
import { getRecent } from './routes/recent-get.ts'
import type { MatchingOptions } from './options.ts'

/** The app of apps/matching: what it found, for other stations. */
export function createMatching(options: MatchingOptions): App {
  const app = createApp({ ...options, station: 'matching' })
  getMatches(app, options)
  getRecent(app, options)
  return app
}
