import type { App } from '#lib/http/create-app.ts'

/** `GET /store/openapi.json`: what this API can do. */
export function getOpenApi(app: App): void {
  app.doc31('/store/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Pushtech storage', version: '1', description: 'Searches and offers' },
  })
}
