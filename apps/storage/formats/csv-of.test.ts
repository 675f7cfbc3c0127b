import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOffer } from '#lib/builders/a-subject.ts'
import { ANONYMOUS } from '#lib/auth/caller.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { showSubject } from '../show-subject.ts'
import { CSV_COLUMNS, csvOf } from './csv-of.ts'

const csv = (over: Partial<Subject>) => csvOf([showSubject(anOffer(over), ANONYMOUS)])

/** The cells of a text by RFC 4180, and by programs that part cells by another character. */
function parse(text: string, separator = ','): string[][] {
  const rows: string[][] = [['']]
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    const row = rows.at(-1) ?? []
    const cell = row.at(-1) ?? ''
    const isDouble = character === '"' && text[index + 1] === '"'
    if (isQuoted && isDouble) {
      row[row.length - 1] = `${cell}"`
      index += 1
    } else if (character === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (!isQuoted && character === separator) row.push('')
    else if (!isQuoted && /[\r\n]/u.test(character)) {
      if (character === '\n') rows.push([''])
    } else row[row.length - 1] = cell + character
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '')
}

test('has a row of names and a row for each, with all cells', () => {
  const [names = [], row = [], ...others] = parse(
    csv({ title: 'A "blue" bike', text: 'one,\r\ntwo' }).slice(1),
  )
  expect(names).toEqual(CSV_COLUMNS)
  expect(others).toEqual([])
  const cells = Object.fromEntries(names.map((name, index) => [name, row[index]]))
  expect(cells).toMatchObject({
    title: 'A "blue" bike',
    text: 'one,\r\ntwo',
    kind: 'offer',
    active: 'true',
    ext: '',
  })
})

test('begins with a byte order mark, and ends each line with CRLF', () => {
  expect(csvOf([])).toBe(`\uFEFF${CSV_COLUMNS.join(',')}\r\n`)
})

test('a negative coordinate stays a number', () => {
  expect(csv({ at: { lat: -33.87, lng: -70.5 }, showLocation: true })).toContain(',-33.87,-70.5,')
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@a', "'@a"],
  [' =1', " '=1"],
  ['\t=1', `"'\t'=1"`],
  ['\ta', `"'\ta"`],
  ['\ra', `"'\ra"`],
  ['＝1', "'＝1"],
  ['a;=1', `"a;'=1"`],
  ['a\n-1', `"a\n'-1"`],
  ['a-b=c', 'a-b=c'],
])('%j is written as %j', (title, cell) => {
  expect(csv({ title }).split('\r\n').slice(1).join('\r\n')).toContain(`,${cell},`)
})

test('no cell begins a formula, whatever people write and however the file is parted', () => {
  const text = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', ';', ',', '"', '\t', '\r', '\n', ' ', 'a', '＝'),
  })
  const property = fc.property(text, text, fc.constantFrom(',', ';', '\t'), (title, word, separator) => {
    const rows = parse(
      csv({ title, keywords: [word, title], place: word, at: undefined }).slice(1),
      separator,
    )
    const numbers = /^-?\d+(?:\.\d+)?$/u
    for (const cell of rows.flat().filter((each) => !numbers.test(each)))
      expect(cell).not.toMatch(/^\s*[=+\-@＝]/u)
  })
  fc.assert(property, { numRuns: 2_000 })
})
