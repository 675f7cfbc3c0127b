import { openAssets } from '#lib/ui/open-assets.ts'
import type { Station } from '#lib/station/station.ts'
import { webPages } from '../../../edge/web/pages/all-pages.ts'
import { answerOutbox, outboxGet } from './answer-outbox.ts'
import { outboxSpec, visibleOutbox } from './visible-outbox.ts'

/** Adds the route `/outbox` to a station, if the settings allow the outbox. */
export function withOutbox(station: Station): Station {
  return {
    name: station.name,
    spec: { ...station.spec, ...outboxSpec },
    configure(environment) {
      const configured = station.configure(environment)
      const folder = visibleOutbox(environment)
      if (folder === undefined) return configured
      return {
        ...configured,
        async open(context) {
          const assets = openAssets(webPages)
          const running = await configured.open(context)
          return {
            ...running,
            fetch: (request, bindings) =>
              new URL(request.url).pathname === outboxGet.path
                ? answerOutbox(request, { folder, assets, front: context.front, peerIp: bindings.peerIp })
                : (running.fetch?.(request, bindings) ?? new Response(null, { status: 404 })),
          }
        },
      }
    },
  }
}
