import { subjectSchema, type SubjectView } from '../subject-wire.ts'

const { region: _region, ...shown } = subjectSchema.shape

const PLACE_COLUMNS = ['lat', 'lng', 'radiusMeters', 'polygon'] as const

/** The names of the columns: the fields of a search or an offer, and where it is. */
export const CSV_COLUMNS: readonly string[] = [...Object.keys(shown), ...PLACE_COLUMNS]

// Excel takes a file without it for one in the encoding of its machine.
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Where a formula could begin: at the begin of a cell, or after what begins a new cell for programs that part cells by a semicolon or a tab,
 * as the German Excel does; behind spaces and quotes, which they drop. The characters of full width are the same for some.
 */
const BEGIN = /(?:^|[;\t\r\n])[;\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]?/gu

const ENDS_IN_FORMULA = /[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]$/u

/**
 * A page of a list as CSV (RFC 4180) with a row of names, for spreadsheets. What could be a formula has an apostrophe before it.
 *
 * We use no library: `papaparse` and `csv-stringify` look for formulas at the begin of a cell only, and the rest is a line of code.
 */
export function csvOf(items: readonly SubjectView[]): string {
  const rows = items.map(({ region, ...fields }) => {
    const { circle, polygon, at = circle?.centre } = region
    const place = { ...at, radiusMeters: circle?.radiusMeters, polygon }
    const values = new Map<string, unknown>(Object.entries({ ...fields, ...place }))
    return CSV_COLUMNS.map((name) => cellOf(values.get(name)))
  })
  return BYTE_ORDER_MARK + [CSV_COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}

function cellOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = textOf(value)
    .replace(BEGIN, (begin) => begin.replace(ENDS_IN_FORMULA, "'$&"))
    // Programs drop these at the begin of a cell.
    .replace(/^[\t\r]/u, "'$&")
  return /[",;\t\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  const isWords = Array.isArray(value) && value.every((each) => typeof each === 'string')
  return isWords ? value.join(', ') : JSON.stringify(value)
}
