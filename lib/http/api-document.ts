import { OpenAPIHono } from '@hono/zod-openapi'
import type { Role } from '#lib/auth/caller.ts'
import { rolesOf } from '#lib/http/access.ts'
import type { Api } from '#lib/http/api.ts'
import type { RouteConfig } from '@hono/zod-openapi'

/** A document of an API, as JSON. */
export type ApiDocument = Readonly<Record<string, unknown>>

const VERSION = '3.1.0'

const SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of five minutes for this station, of a person or a service',
  },
  admin: { type: 'http', scheme: 'basic', description: 'The user "admin" and the password of the platform' },
} as const

// The code that reads the connection refuses such a request before our code runs.
const TOO_LONG = { description: 'The URL or a header is too long; the answer has no body' }

/** The API of a station as OpenAPI 3.1, with the roles that may call each route. Paths are in alphabetical order. */
export function apiDocument({ station, document, routes }: Api<never>): ApiDocument {
  const app = new OpenAPIHono()
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  }
  const described = routes.filter(({ isDescribed }) => isDescribed)
  for (const { config, access } of described.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    app.openAPIRegistry.registerPath(withRoles(config, rolesOf(access)))
  }
  const info = { title: `Pushtech ${station}`, version: '1', description: document?.description ?? '' }
  const whole = app.getOpenAPI31Document({ openapi: VERSION, info })
  const plain: ApiDocument = JSON.parse(JSON.stringify(whole, withoutFlags))
  return plain
}

/** Removes the flags of a RegExp: the library leaves them at the end of the pattern, where they would be text to match. */
function withoutFlags(key: string, value: unknown): unknown {
  return key === 'pattern' && typeof value === 'string' ? value.replace(/\/[a-z]+$/u, '') : value
}

function withRoles(config: RouteConfig, roles: readonly Role[]): RouteConfig {
  return {
    ...config,
    responses: { ...config.responses, 431: TOO_LONG },
    security: schemesOf(roles),
    'x-roles': roles,
  }
}

function schemesOf(roles: readonly Role[]): Record<string, string[]>[] {
  if (roles.includes('public')) return []
  return [
    ...(roles.some((role) => role !== 'admin') ? [{ token: [] }] : []),
    ...(roles.includes('admin') ? [{ admin: [] }] : []),
  ]
}
