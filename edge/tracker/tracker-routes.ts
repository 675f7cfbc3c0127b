import type { TrackerRoute } from './define-tracker-route.ts'
import { batchRoutes } from './routes/batch-post.ts'
import { eventsPost } from './routes/events-post.ts'
import { ingestPost } from './routes/ingest-post.ts'
import { osmandRootRoutes, osmandRoutes } from './routes/osmand-any.ts'
import { overlandPost } from './routes/overland-post.ts'
import { owntracksPost } from './routes/owntracks-post.ts'
import { preflightRoute } from './routes/preflight-options.ts'
import { robotsGet } from './routes/robots-get.ts'
import { segmentRoutes } from './routes/segment-post.ts'
import { trackGet } from './routes/track-get.ts'
import { trackPost } from './routes/track-post.ts'

/**
 * The routes of the tracker. The first one that fits answers.
 *
 * @param trackPaths below each of these paths a GET is an event; `/` stands for every path
 */
export function trackerRoutes(trackPaths: readonly string[]): readonly TrackerRoute[] {
  const tracked = trackPaths.map((path) => (path === '/' ? '/*' : `${path}/*`))
  return [
    // Browsers preflight these; phone apps do not.
    ...[...tracked, '/v1/*', '/beacon/*'].map(preflightRoute),
    eventsPost,
    ...batchRoutes,
    ...segmentRoutes,
    ingestPost,
    owntracksPost,
    overlandPost,
    ...osmandRoutes,
    ...osmandRootRoutes,
    robotsGet,
    // Last, because one of them may be every path.
    ...tracked.flatMap((path) => [trackGet(path), trackPost(path)]),
  ]
}
