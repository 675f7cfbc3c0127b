import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from '#lib/http/app-env.ts'

/** The route a request is for, as its station declares it; undefined where there is none. */
export function matchedRoute(c: Context<AppEnv>): { method: string; path: string } | undefined {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')
}
