/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import type { Api } from '#lib/http/api.ts'
import { defineApi, type ApiDeclaration } from '#lib/http/define-api.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import type { Route } from '#lib/http/define-route.ts'
import { PAGE_HEADERS } from '#lib/http/page-headers.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { API_DOCS } from '#lib/ui/built-file.ts'
import { Document } from '#lib/ui/document.tsx'
import { openAssets } from '#lib/ui/open-assets.ts'
import { serveFile } from '#lib/ui/serve-file.ts'

// The viewer has some of its pictures in its styles.
const CONTENT_POLICY = `${PAGE_HEADERS['content-security-policy']}; img-src 'self' data:`

/** An API that people read about. */
type Described<Ports> = ApiDeclaration<Ports> & Required<Pick<ApiDeclaration<Ports>, 'document'>>

/** Declares the API of a station with a document, and a page on which people read the document: `/store/docs` beside `/store/openapi.json`. */
export function defineDescribedApi<Ports>(declaration: Described<Ports>): Api<Ports> {
  const { routes, document, station } = declaration
  const path = document.path.replace(/\/openapi\.json$/u, '/docs')
  return defineApi({ ...declaration, routes: [...routes, ...docsRoutes(path, document.path, station)] })
}

function docsRoutes(path: string, document: string, station: string): Route<unknown>[] {
  let opened: Assets | undefined
  const assets = () => (opened ??= openAssets({ station: API_DOCS, prefix: path }))
  const page = definePlainRoute<unknown>({
    path,
    access: { everybody: 'people read here what programs can call' },
    summary: 'The document of this API, for people',
    handle: () => {
      let html: string | undefined
      return () =>
        new Response((html ??= renderDocs(assets(), { document, station })), {
          headers: {
            ...PAGE_HEADERS,
            'content-security-policy': CONTENT_POLICY,
            'content-type': 'text/html; charset=utf-8',
          },
        })
    },
  })
  const files = definePlainRoute<unknown>({
    path: `${path}/{file}`,
    access: { everybody: 'the viewer holds no data' },
    summary: 'The script and the styles of the viewer',
    handle: () => (c) => serveFile(assets(), c.req.param('file')),
  })
  return [page, files]
}

function renderDocs(
  assets: Assets,
  { document, station }: { readonly document: string; readonly station: string },
) {
  const page = (
    <Document
      language="en"
      title={`API of ${station}`}
      icon={assets.pathOf('icon.svg')}
      styles={[assets.pathOf('swagger-ui.css'), assets.pathOf(`${API_DOCS}.css`)]}
      script={assets.pathOf(`${API_DOCS}.js`)}
    >
      <script src={assets.pathOf('swagger-ui.js')}></script>
      <div id="api" data-document={document}>
        <noscript>
          <p>
            This page needs JavaScript. The document itself is at <a href={document}>{document}</a>.
          </p>
        </noscript>
      </div>
    </Document>
  )
  return `<!doctype html>${renderToString(page)}`
}
