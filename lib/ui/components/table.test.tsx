/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Table } from '#lib/ui/components/table.tsx'

interface Row {
  readonly id: string
  readonly count: number
}

function aTable(rows: readonly Row[]): string {
  return renderToString(
    <Table
      label="Counts"
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { head: 'Name', cell: ({ id }) => <b>{id}</b> },
        { head: 'How "many"', isNumber: true, cell: ({ count }) => count },
      ]}
    />,
  )
}

test('a table has a name, and a head for each column', () => {
  const html = aTable([])
  expect(html).toContain('<table aria-label="Counts">')
  expect(html.match(/<th [^>]*>[^<]*/gu)).toEqual([
    '<th scope="col">Name',
    '<th scope="col" class="number">How &quot;many&quot;',
  ])
  expect(html).not.toContain('<td')
})

test('each cell names its column, for the list that a narrow screen shows', () => {
  const html = aTable([
    { id: 'a', count: 0 },
    { id: '<i>', count: 2 },
  ])
  expect([...html.matchAll(/<td([^>]*)>(.*?)<\/td>/gu)].map(([, head, cell]) => [head, cell])).toEqual([
    [' data-head="Name"', '<b>a</b>'],
    [' data-head="How &quot;many&quot;" class="number"', '0'],
    [' data-head="Name"', '<b>&lt;i></b>'],
    [' data-head="How &quot;many&quot;" class="number"', '2'],
  ])
})
