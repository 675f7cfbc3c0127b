import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import type { Route } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import { serveFile } from '#lib/ui/serve-file.ts'

/** How the pages of a station are declared. */
export interface PagesDeclaration<Ports> {
  readonly station: StationName
  /** The path below which the station serves the built files of its pages. The front end passes this path to the station. */
  readonly prefix: string
  readonly pages: readonly Route<Ports & PagePorts>[]
}

/** The pages of a station. */
export interface StationPages<in Ports> {
  readonly station: StationName
  readonly prefix: string
  /** The routes of the pages, and the route of their files. */
  readonly routes: readonly Route<Ports & PagePorts>[]
}

/** Declares the pages of a station. */
export function definePages<Ports>({ station, prefix, pages }: PagesDeclaration<Ports>): StationPages<Ports> {
  const files = definePlainRoute({
    path: `${prefix}/{file}`,
    access: { everybody: 'scripts, styles and pictures hold no data of the pages' },
    summary: 'Scripts, styles and pictures of the pages',
    handle:
      ({ assets }: PagePorts) =>
      (c) =>
        serveFile(assets, c.req.param('file')),
  })
  return { station, prefix, routes: [...pages, files] }
}
