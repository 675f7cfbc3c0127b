import { z } from 'zod'

const value = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.number() }).transform(({ intValue }) => intValue),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
])
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map((each) => [each.key, each.value])))
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().default(0) }),
})
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

/** A span as it came, with the station it is of. */
export type ReceivedSpan = z.output<typeof span> & { readonly service: string }

/** Receives traces by OTLP over HTTP, as a collector does. */
export interface OtlpReceiver {
  readonly url: string
  readonly spans: readonly ReceivedSpan[]
  /** The bodies as they came. */
  readonly bodies: readonly string[]
  /** The headers of the last call. */
  headers(): Headers | undefined
  /** From now on it answers so; `hang` is no answer. */
  answerWith(how: number | 'hang'): void
  /** Its spans as a tree of `station: name`, children indented under their parents, in the order of their beginning. */
  tree(traceId: string): string[]
  stop(): Promise<void>
}

/** Starts a receiver on a free port, or on the one where it was before. */
export function startOtlpReceiver(port = 0): OtlpReceiver {
  const spans: ReceivedSpan[] = []
  const bodies: string[] = []
  let headers: Headers | undefined
  let how: number | 'hang' = 200
  const server = Bun.serve({
    development: false,
    port,
    hostname: '127.0.0.1',
    async fetch(call) {
      if (new URL(call.url).pathname !== '/v1/traces') return new Response(null, { status: 404 })
      headers = call.headers
      const body = await call.text()
      if (how === 'hang') return new Promise<Response>(() => undefined)
      if (how !== 200) return new Response(null, { status: how })
      bodies.push(body)
      for (const { resource, scopeSpans } of request.parse(JSON.parse(body)).resourceSpans) {
        const service = String(resource.attributes['service.name'])
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((each) => ({ ...each, service }))))
      }
      return Response.json({})
    },
  })

  function branch(parents: readonly ReceivedSpan[], all: readonly ReceivedSpan[], depth: number): string[] {
    return parents
      .toSorted((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1))
      .flatMap((parent) => [
        `${'  '.repeat(depth)}${parent.service}: ${parent.name}`,
        ...branch(
          all.filter(({ parentSpanId }) => parentSpanId === parent.spanId),
          all,
          depth + 1,
        ),
      ])
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    spans,
    bodies,
    headers: () => headers,
    answerWith(next) {
      how = next
    },
    tree(traceId) {
      const all = spans.filter((each) => each.traceId === traceId)
      const ids = new Set(all.map(({ spanId }) => spanId))
      return branch(
        all.filter(({ parentSpanId = '' }) => !ids.has(parentSpanId)),
        all,
        0,
      )
    },
    stop: () => server.stop(true),
  }
}
