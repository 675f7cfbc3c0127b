import { createApp, type App } from '#lib/http/create-app.ts'
import { imagesApi } from './api.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import { openHotAnswers } from './hot-answers.ts'
import { openDerivatives } from './open-derivatives.ts'
import type { ImagesOptions, ImagesPorts } from './options.ts'
import { openUploadRates } from './upload-rates.ts'

/** The app of apps/images: takes pictures, and serves them in several sizes. */
export function createImages(ports: ImagesPorts): App {
  const hot = openHotAnswers(ports.metrics)
  const options: ImagesOptions = {
    ...ports,
    derivatives: openDerivatives(ports),
    takeUpload: openUploadRates(),
    forgetAnswers: (id) => hot.forget(id),
  }
  const app = createApp(imagesApi, options, { ...options, people: createPersonKeeper(options) })
  return {
    ...app,
    fetch: (request, bindings) => hot.find(request) ?? handle(request, bindings),
  }

  async function handle(request: Request, bindings: Parameters<App['fetch']>[1]): Promise<Response> {
    return hot.keep(request, await app.fetch(request, bindings))
  }
}
