import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { MatchingOptions } from './options.ts'
import { blockDelete } from './routes/block-delete.ts'
import { blockPut } from './routes/block-put.ts'
import { blocksBetweenPost } from './routes/blocks-between-post.ts'
import { blocksGet } from './routes/blocks-get.ts'
import { matchGet } from './routes/match-get.ts'
import { matchesCountPost } from './routes/matches-count-post.ts'
import { matchPost } from './routes/match-post.ts'
import { matchesGet } from './routes/matches-get.ts'
import { ownerMatchPost } from './routes/owner-match-post.ts'
import { previewPost } from './routes/preview-post.ts'
import { recentGet } from './routes/recent-get.ts'

/** The API of apps/matching. */
export const matchingApi = defineDescribedApi<MatchingOptions & PersonPorts>({
  station: 'matching',
  document: { path: '/matching/openapi.json', description: 'Matches, and blocks between people' },
  routes: [
    matchGet,
    matchPost,
    matchesGet,
    matchesCountPost,
    recentGet,
    previewPost,
    blocksGet,
    blockPut,
    blockDelete,
    blocksBetweenPost,
    ownerMatchPost,
    ...personRoutes('/matching', { hasDevices: true }),
  ],
})
