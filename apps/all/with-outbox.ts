import type { Station } from '#lib/station/station.ts'
import { answerOutbox, outboxGet } from './answer-outbox.tsx'
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
          const running = await configured.open(context)
          return {
            ...running,
            fetch: (request, bindings) =>
              new URL(request.url).pathname === outboxGet.path
                ? answerOutbox(request, { folder, front: context.front, peerIp: bindings.peerIp })
                : (running.fetch?.(request, bindings) ?? new Response(null, { status: 404 })),
          }
        },
      }
    },
  }
}
