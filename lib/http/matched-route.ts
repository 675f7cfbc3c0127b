import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from '#lib/http/app-env.ts'

/** The declared route that a request matches; undefined when it matches none. */
export function matchedRoute(c: Context<AppEnv>): { method: string; path: string } | undefined {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')
}
