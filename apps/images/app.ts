import { addPersonRoutes } from '#lib/erasure/add-person-routes.ts'
import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { keepPeople } from './keep-people.ts'
import type { ImagesOptions } from './options.ts'
import { deleteAsset } from './routes/asset-delete.ts'
import { getAsset } from './routes/asset-get.ts'
import { postAsset } from './routes/assets-post.ts'

/** The app of apps/images: pictures in, smaller pictures out. */
export function createImages(options: ImagesOptions): App {
  const app = createApp({ ...options, station: 'images' })
  postAsset(app, options)
  getAsset(app, options)
  deleteAsset(app, options)
  addPersonRoutes(app, '/images', keepPeople(options))
  addOpenApi(app, {
    station: 'images',
    path: '/images/openapi.json',
    description: 'Pictures of searches and offers',
  })
  return app
}
