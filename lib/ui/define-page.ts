import type { Context } from 'hono'
import type { Access } from '#lib/http/access.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import type { Route } from '#lib/http/define-route.ts'
import { defineView, type PageTexts, type ViewDeclaration } from '#lib/ui/define-view.tsx'
import type { PagePorts } from '#lib/ui/page-ports.ts'

/** How a page is declared. */
export interface PageDeclaration<Texts extends PageTexts, Data, Ports> extends ViewDeclaration<Texts, Data> {
  readonly path: string
  readonly access: Access
  /** One line: what the page is for. */
  readonly summary: string
  /** Gets the ports and returns the function that reads what the page shows, once per request. */
  readonly load: (ports: Ports) => (c: Context<AppEnv>) => Data | Promise<Data>
}

/**
 * Declares a page: its path, who may see it, its texts in each language and what it shows. Calling it has no side effects: `load`
 * gets its ports only when an app registers the route.
 */
export function definePage<Texts extends PageTexts, Data, Ports>({
  path,
  access,
  summary,
  load,
  ...declaration
}: PageDeclaration<Texts, Data, Ports>): Route<Ports & PagePorts> {
  const view = defineView(declaration)
  return definePlainRoute({
    path,
    access,
    summary,
    handle: (ports: Ports & PagePorts) => {
      const read = load(ports)
      return async (c) => view.respond(c.req.raw, ports.assets, await read(c))
    },
  })
}
