/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

/** A column of a table. */
export interface Column<Row> {
  readonly head: string
  readonly isNumber?: boolean
  readonly cell: (row: Row) => ComponentChildren
}

/** What a table shows. */
interface TableProps<Row> {
  /** What the table shows, for readers who do not see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** A table. On a narrow screen each row becomes a list, so that the page does not scroll sideways. */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <div class="scroll stacked">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ head, isNumber }) => (
              <th key={head} scope="col" class={isNumber === true ? 'number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, isNumber, cell }) => (
                <td key={head} data-head={head} class={isNumber === true ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
