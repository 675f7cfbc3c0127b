import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { isJsonType } from '#lib/http/is-json-type.ts'
import { parseJson, readText, type BodyLimits } from '#lib/http/read-json.ts'

/** Limits of a JSON body: several times the largest draft of a search or an offer. */
export const JSON_BODY_LIMITS: BodyLimits = { bytesMax: 65_536, depthMax: 16 }

/**
 * Reads JSON bodies only up to the limits. It runs before the validators of routes, which have no limits. Routes read and
 * limit other bodies themselves.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 not JSON or nested too deep.
 */
export function limitJsonBody(limits: BodyLimits): MiddlewareHandler<AppEnv> {
  return async function limitBody(c, next) {
    const { raw } = c.req
    if (raw.body !== null && isJsonType(raw.headers.get('content-type'))) {
      const text = await readText(raw, limits.bytesMax)
      // Some clients always send the header, also without a body on routes that need none.
      if (text !== '') parseJson(text, limits.depthMax)
      c.req.raw = new Request(raw, { method: raw.method, body: text })
    }
    await next()
  }
}
