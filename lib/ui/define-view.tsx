/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { PAGE_HEADERS } from '#lib/http/page-headers.ts'
import type { Language } from '#lib/text/language.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { Document } from '#lib/ui/document.tsx'
import type { Frame } from '#lib/ui/frame.ts'
import { languageOf } from '#lib/ui/language-of.ts'

/** The texts of a page in one language. */
export interface PageTexts {
  readonly title: string
  /** One sentence for search engines; without it they must not list the page. */
  readonly description?: string
}

/** What a view is given. */
export interface ViewProps<Texts, Data> {
  readonly language: Language
  readonly texts: Texts
  readonly data: Data
}

/** How a view is declared. */
export interface ViewDeclaration<Texts extends PageTexts, Data> {
  /** The name of its folder below `pages`. Its script and its styles have this name. */
  readonly name: string
  readonly frame: Frame
  readonly texts: Readonly<Record<Language, Texts>>
  readonly view: (props: ViewProps<Texts, Data>) => ComponentChildren
}

/** What the response of a view has besides its content. */
export interface ViewOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A view: data in, a page in the language of the reader out. */
export interface View<Data> {
  readonly name: string
  /** Answers a request with the page. */
  respond(request: Request, assets: Assets, data: Data, options?: ViewOptions): Response
}

/** The scripts and styles that every page of a station has. */
const STYLES = 'styles.css'
const FRAME_SCRIPT = 'frame.js'
const ICON = 'icon.svg'

/** Declares a view. A route that answers JSON and HTML shows its HTML by it; a page has its own, see `definePage()`. */
export function defineView<Texts extends PageTexts, Data>({
  name,
  frame: Around,
  texts: inLanguages,
  view: Content,
}: ViewDeclaration<Texts, Data>): View<Data> {
  return {
    name,
    respond(request, assets, data, { status = 200, headers = {} } = {}) {
      const { pathname, search } = new URL(request.url)
      const language = languageOf(request.headers)
      const texts = inLanguages[language]
      const own = assets.has(`${name}.css`) ? [assets.pathOf(`${name}.css`)] : []
      const document = (
        <Document
          language={language}
          title={texts.title}
          description={texts.description}
          icon={assets.pathOf(ICON)}
          styles={[assets.pathOf(STYLES), ...own]}
          script={assets.pathOf(assets.has(`${name}.js`) ? `${name}.js` : FRAME_SCRIPT)}
        >
          <Around language={language} assets={assets} here={pathname + search}>
            <Content language={language} texts={texts} data={data} />
          </Around>
        </Document>
      )
      return new Response(`<!doctype html>${renderToString(document)}`, {
        status,
        headers: {
          ...PAGE_HEADERS,
          'content-type': 'text/html; charset=utf-8',
          vary: 'Accept, Accept-Language, Cookie',
          ...headers,
        },
      })
    },
  }
}
