import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import { serveFile } from '#lib/ui/serve-file.ts'

/** `GET /push-worker.js`: always at the same path, because browsers know a service worker by it. */
export const pushWorkerGet = definePlainRoute({
  path: '/push-worker.js',
  access: { everybody: 'a script that shows pushes; it holds no data' },
  summary: 'The service worker that shows pushes',
  handle:
    ({ assets }: PagePorts) =>
    () => {
      const response = serveFile(assets, assets.pathOf('push-worker.js').split('/').at(-1))
      response.headers.set('cache-control', 'no-cache')
      return response
    },
})
