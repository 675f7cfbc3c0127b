import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { nameOf, type Route } from '#lib/http/define-route.ts'
import { matchedRoute } from '#lib/http/matched-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { isAnnouncedLarger, tooLarge } from '#lib/http/read-json.ts'

/**
 * Limits the bodies that handlers read as streams: a larger body is refused when it announces its length, and otherwise reading
 * it fails behind the limit. Nothing is read ahead, so a slow handler slows its client.
 *
 * @throws {ProblemError} 413, from this middleware or from the body's reader.
 */
export function limitStreamedBody(routes: readonly Route<never>[]): MiddlewareHandler<AppEnv> {
  const limits = new Map(
    routes.flatMap((route) =>
      route.bodyBytesMax === undefined ? [] : [[nameOf(route), route.bodyBytesMax]],
    ),
  )
  return async function limit(c, next) {
    const route = matchedRoute(c)
    const bytesMax = route && limits.get(`${route.method} ${route.path}`)
    const { raw } = c.req
    if (bytesMax !== undefined && raw.body !== null) {
      if (isAnnouncedLarger(raw, bytesMax)) throw new ProblemError(tooLarge(bytesMax))
      c.req.raw = new Request(raw, { method: raw.method, body: upTo(raw.body, bytesMax) })
    }
    await next()
  }
}

/** The same bytes, until they are too many. */
function upTo(body: ReadableStream<Uint8Array>, bytesMax: number): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let length = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) {
          controller.close()
          return
        }
        length += value.byteLength
        if (length > bytesMax) {
          await reader.cancel()
          throw new ProblemError(tooLarge(bytesMax))
        }
        controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
