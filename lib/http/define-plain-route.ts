import type { Handler } from 'hono'
import type { Access } from '#lib/http/access.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { Route } from '#lib/http/define-route.ts'

/** How a plain route is declared. */
export interface PlainRouteDeclaration<Ports> {
  readonly path: string
  readonly access: Access
  readonly summary: string
  /** Gets the ports and returns the handler; called once per app. */
  readonly handle: (ports: Ports) => Handler<AppEnv>
}

/**
 * Declares a `GET` route that is not in the document of the API: a page, a file, or a stream that a page reads. Its handler
 * reads the request itself.
 */
export function definePlainRoute<Ports>({
  path,
  access,
  summary,
  handle,
}: PlainRouteDeclaration<Ports>): Route<Ports> {
  const config = { method: 'get', path, summary, responses: { 200: { description: summary } } } as const
  return { method: 'get', path, access, summary, config, isDescribed: false, checksItself: true, handle }
}
