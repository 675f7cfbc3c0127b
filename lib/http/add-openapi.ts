import { accessTable } from '#lib/auth/access-table.ts'
import type { Role } from '#lib/auth/caller.ts'
import type { App } from '#lib/http/create-app.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** What the document of a station says at its head. */
export interface OpenApiInfo {
  readonly station: StationName
  /** Where it is served. */
  readonly path: string
  readonly description: string
}

type Document = ReturnType<App['getOpenAPI31Document']>

const VERSION = '3.1.0'
const METHODS = ['get', 'post', 'put', 'delete'] as const

const SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of five minutes for this station, of a person or a service',
  },
  admin: { type: 'http', scheme: 'basic', description: 'The user "admin" and the password of the platform' },
} as const

// What reads the connection refuses it before any of our code does.
const TOO_LONG = { description: 'The address or a header is too long; without a body' }

/** Adds the document of what a station's API can do (OpenAPI 3.1); who may call a route is taken from the access table. */
export function addOpenApi(app: App, { station, path, description }: OpenApiInfo): void {
  let text: string | undefined
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  }
  app.get(path, (c) => {
    text ??= JSON.stringify(withRoles(documentOf(app, { station, path, description }), station), withoutFlags)
    return c.body(text, 200, { 'content-type': 'application/json' })
  })
}

function documentOf(app: App, { station, description }: OpenApiInfo): Document {
  const info = { title: `Pushtech ${station}`, version: '1', description }
  return app.getOpenAPI31Document({ openapi: VERSION, info })
}

/** Of a RegExp the library leaves the flags at the end of the pattern, where they would be text to match. */
function withoutFlags(key: string, value: unknown): unknown {
  return key === 'pattern' && typeof value === 'string' ? value.replace(/\/[a-z]+$/u, '') : value
}

function withRoles(document: Document, station: StationName): Document {
  const rows = accessTable[station]
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method]
      if (operation === undefined) continue
      const roles = rows[`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`] ?? []
      operation.responses = { ...operation.responses, 431: TOO_LONG }
      operation.security = schemesOf(roles)
      operation['x-roles'] = roles
    }
  }
  return document
}

function schemesOf(roles: readonly Role[]): Record<string, string[]>[] {
  if (roles.includes('public')) return []
  return [
    ...(roles.some((role) => role !== 'admin') ? [{ token: [] }] : []),
    ...(roles.includes('admin') ? [{ admin: [] }] : []),
  ]
}
