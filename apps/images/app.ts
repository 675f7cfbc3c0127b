import { createApp, type App } from '#lib/http/create-app.ts'
import { imagesApi } from './api.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import { openDerivatives } from './open-derivatives.ts'
import type { ImagesOptions, ImagesPorts } from './options.ts'
import { openUploadRates } from './upload-rates.ts'

/** The app of apps/images: takes pictures, and serves them in several sizes. */
export function createImages(ports: ImagesPorts): App {
  const options: ImagesOptions = {
    ...ports,
    derivatives: openDerivatives(ports),
    takeUpload: openUploadRates(),
  }
  return createApp(imagesApi, options, { ...options, people: createPersonKeeper(options) })
}
