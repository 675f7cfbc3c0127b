import { createApp, type App } from '#lib/http/create-app.ts'
import { imagesApi } from './api.ts'
import { keepPeople } from './keep-people.ts'
import type { ImagesOptions } from './options.ts'

/** The app of apps/images: pictures in, smaller pictures out. */
export function createImages(options: ImagesOptions): App {
  return createApp(imagesApi, options, { ...options, people: keepPeople(options) })
}
