import { apiDocument } from '#lib/http/api-document.ts'
import type { Api } from '#lib/http/api.ts'
import { defineRoute, nameOf, type Route } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** How the API of a station is declared. */
export interface ApiDeclaration<Ports> {
  readonly station: StationName
  /** Where programs find its document, and what the document is about. Absent for a station that serves pages. */
  readonly document?: { readonly path: string; readonly description: string }
  /** In the order in which they are matched. */
  readonly routes: readonly Route<Ports>[]
}

/**
 * Declares the API of a station: its routes, and where its document is served.
 *
 * @throws {Error} when two routes have the same method and path.
 */
export function defineApi<Ports>({ station, document, routes }: ApiDeclaration<Ports>): Api<Ports> {
  const seen = new Set<string>()
  for (const name of routes.map(nameOf)) {
    if (seen.has(name)) throw new Error(`Cannot declare the API of "${station}": "${name}" is declared twice`)
    seen.add(name)
  }
  if (document === undefined) return { station, routes }
  const described = { station, document, routes }
  return { ...described, routes: [...routes, documentRoute(described, document.path)] }
}

function documentRoute<Ports>(api: Api<Ports>, path: string): Route<Ports> {
  let text: string | undefined
  return defineRoute({
    method: 'get',
    path,
    access: { everybody: 'programs read here what they can call' },
    summary: 'The document of this API (OpenAPI 3.1)',
    answers: { 200: { description: 'The document' } },
    isDescribed: false,
    checksItself: true,
    handle: () => (c) =>
      c.body((text ??= JSON.stringify(apiDocument(api))), 200, { 'content-type': 'application/json' }),
  })
}
