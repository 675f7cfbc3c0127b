import { onTestFinished } from 'vitest'
import type { App } from '#lib/http/create-app.ts'
import { serve } from '#lib/station/serve.ts'

/** Serves a tracker on a free port until the test ends; gives its address. */
export function serveTracker(app: Pick<App, 'fetch'>): URL {
  const station = {
    fetch: app.fetch,
    check: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }
  const server = serve(station, { name: 'tracker', host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.stop())
  return new URL(server.url)
}
