import { createApp, type App } from '#lib/http/create-app.ts'
import { imagesApi } from './api.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import type { ImagesOptions } from './options.ts'

/** The app of apps/images: uploads, resizes and serves pictures. */
export function createImages(options: ImagesOptions): App {
  return createApp(imagesApi, options, { ...options, people: createPersonKeeper(options) })
}
