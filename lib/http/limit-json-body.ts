import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { isJsonType } from '#lib/http/is-json-type.ts'
import { parseJson, readText, type BodyLimits } from '#lib/http/read-json.ts'

/** What a JSON body may be at most: several times the largest draft of a search or an offer. */
export const JSON_BODY_LIMITS: BodyLimits = { bytesMax: 65_536, depthMax: 16 }

/**
 * Reads JSON bodies no further than the limits, before a validator of a route reads them, which knows no limits. Other
 * bodies are read, and limited, by the routes that want them.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 no JSON or nested too deep.
 */
export function limitJsonBody(limits: BodyLimits): MiddlewareHandler<AppEnv> {
  return async function limitBody(c, next) {
    const { raw } = c.req
    if (raw.body !== null && isJsonType(raw.headers.get('content-type'))) {
      const text = await readText(raw, limits.bytesMax)
      // Clients that always send the header send it with nothing too, where nothing is wanted.
      if (text !== '') parseJson(text, limits.depthMax)
      c.req.raw = new Request(raw, { method: raw.method, body: text })
    }
    await next()
  }
}
