import { addPersonRoutes } from '#lib/erasure/add-person-routes.ts'
import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { keepPeople } from './keep-people.ts'
import { deleteBlock } from './routes/block-delete.ts'
import { putBlock } from './routes/block-put.ts'
import { postBlocksBetween } from './routes/blocks-between-post.ts'
import { getBlocks } from './routes/blocks-get.ts'
import { getMatches } from './routes/matches-get.ts'
import { getRecent } from './routes/recent-get.ts'
import type { MatchingOptions } from './options.ts'

/** The app of apps/matching: what it found, for other stations; and whom people blocked. */
export function createMatching(options: MatchingOptions): App {
  const app = createApp({ ...options, station: 'matching' })
  getMatches(app, options)
  getRecent(app, options)
  getBlocks(app, options)
  putBlock(app, options)
  deleteBlock(app, options)
  postBlocksBetween(app, options)
  addPersonRoutes(app, '/matching', keepPeople(options))
  addOpenApi(app, {
    station: 'matching',
    path: '/matching/openapi.json',
    description: 'What was found, and whom people blocked',
  })
  return app
}
