import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { PAGE_HEADERS } from '#lib/http/page-headers.ts'

/** The response of a page written in JSX: a whole HTML document that loads nothing from elsewhere and runs nothing inline. */
export async function htmlPage(
  document: HtmlEscapedString | Promise<HtmlEscapedString>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const text = await html`<!doctype html>${document}`
  return new Response(text.toString(), {
    headers: { ...PAGE_HEADERS, ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}
