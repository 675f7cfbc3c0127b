import { runMain } from '#lib/station/run-main.ts'
import { tracker } from '../../../edge/tracker/main.ts'

// A tracker with a planted bug: it answers before it has kept the events. The book must detect this.
await runMain({
  ...tracker,
  configure(environment) {
    const configured = tracker.configure(environment)
    return {
      ...configured,
      async open(context) {
        const station = await configured.open(context)
        return {
          ...station,
          fetch(request, bindings) {
            void station.fetch?.(request.clone(), bindings)
            return new Response('{"status":"ok"}', { headers: { 'push-ack': 'stream' } })
          },
        }
      },
    }
  },
})
