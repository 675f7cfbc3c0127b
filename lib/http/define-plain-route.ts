import type { Handler } from 'hono'
import type { Access } from '#lib/http/access.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { defineRoute, type Route } from '#lib/http/define-route.ts'

/** How a plain route is declared. */
export interface PlainRouteDeclaration<Ports> {
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly handle: (ports: Ports) => Handler<AppEnv>
}

/**
 * Declares a `GET` that no document of the API describes: a page, a file, or a stream that a page reads. Its handler reads
 * the request itself.
 */
export function definePlainRoute<Ports>({
  path,
  access,
  summary,
  handle,
}: PlainRouteDeclaration<Ports>): Route<Ports> {
  const answers = { 200: { description: summary } }
  const route = defineRoute({
    method: 'get',
    path,
    access,
    summary,
    answers,
    handle: () => (c) => c.body(null),
  })
  return { ...route, isDescribed: false, checksItself: true, handle }
}
