import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { ImagesOptions } from './options.ts'
import { imagesPages } from './pages/all-pages.ts'
import { assetAvailable } from './routes/asset-available.ts'
import { assetDelete } from './routes/asset-delete.ts'
import { assetGet } from './routes/asset-get.ts'
import { assetShow } from './routes/asset-show.ts'
import { assetPut } from './routes/asset-put.ts'
import { assetRemoval } from './routes/asset-removal.ts'
import { assetsGet } from './routes/assets-get.ts'
import { assetsOwned } from './routes/assets-owned.ts'
import { assetsPost } from './routes/assets-post.ts'

/** The API of apps/images. */
export const imagesApi = defineDescribedApi<ImagesOptions & PersonPorts>({
  station: 'images',
  document: { path: '/images/openapi.json', description: 'Pictures of searches and offers' },
  routes: [
    assetsGet,
    assetsPost,
    assetsOwned,
    assetPut,
    assetAvailable,
    assetShow,
    ...imagesPages.routes,
    assetGet,
    assetDelete,
    assetRemoval,
    ...personRoutes('/images', { hasDevices: false }),
  ],
})
