/** @jsxImportSource preact */
import * as fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Island, ISLAND, PROPS } from '#lib/ui/components/island.tsx'

const HOSTILE = `"'</script><!--&lt;&#34;\u2028\u2029\u0000>`

function Shown({ value }: { readonly value: unknown }) {
  return <p>{JSON.stringify(value)}</p>
}

/** What a browser reads from the attribute of the rendered island. */
async function propsIn(html: string): Promise<unknown> {
  let json: string | null = null
  const rewriter = new HTMLRewriter().on(`[${ISLAND}]`, {
    element(element) {
      json = element.getAttribute(PROPS)
    },
  })
  await rewriter.transform(new Response(html)).text()
  return JSON.parse(unescapeHtml(json ?? ''))
}

// HTMLRewriter gives attributes as they are written.
function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

test('an island has its name and its complete HTML', () => {
  const html = renderToString(<Island name="shown" of={Shown} props={{ value: 7 }} />)
  expect(html).toBe('<div data-island="shown" data-props="{&quot;value&quot;:7}"><p>7</p></div>')
})

test('props cannot end the attribute or begin an element, and come back equal', async () => {
  const props = { value: HOSTILE }
  const html = renderToString(<Island name="shown" of={Shown} props={props} />)
  expect(html.match(/<\w+/gu)).toEqual(['<div', '<p'])
  expect(html.match(/data-props="[^"]*"/gu)).toHaveLength(1)
  expect(html).not.toContain('</script')
  expect(await propsIn(html)).toEqual(props)
})

test('any JSON comes back equal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (json) => {
      // JSON has no negative zero.
      const value: unknown = JSON.parse(JSON.stringify(json))
      const html = renderToString(<Island name="shown" of={Shown} props={{ value }} />)
      expect(await propsIn(html)).toEqual({ value })
    }),
  )
})
