import { describe, expect, test } from 'vitest'
import { prepareForbidden, type ForbiddenEntry } from '#lib/trust/find-forbidden.ts'

const word = (value: string, does: ForbiddenEntry['does'] = 'refuse'): ForbiddenEntry => ({
  kind: 'word',
  value,
  does,
})
const host = (value: string): ForbiddenEntry => ({ kind: 'host', value, does: 'refuse' })

describe('words', () => {
  const find = prepareForbidden([word('Gewehr'), word('free money'), word('Straße')])

  test.each([
    ['Ein GEWEHR.', 'Gewehr'],
    ['alte Gewehre', 'Gewehr'],
    ['Ge\u200Bwe\u00ADhr', 'Gewehr'],
    ['G\u0336ewehr', 'Gewehr'],
    ['ＧＥＷＥＨＲ', 'Gewehr'],
    ['(gewéhr)', 'Gewehr'],
    ['Get FREE\nmoney now', 'free money'],
    ['In der STRASSE', 'Straße'],
  ])('%j holds %s', (text, value) => {
    expect(find(text).map((entry) => entry.value)).toEqual([value])
  })

  test.each(['Gewehrschrank', 'free of money', 'money free', 'free', '', '🚲', '\uD800'])(
    '%j holds none of them',
    (text) => {
      expect(find(text)).toEqual([])
    },
  )
})

describe('hosts', () => {
  const find = prepareForbidden([host('Scam.example'), host('bücher.de')])

  test.each([
    'https://scam.example/path?a=1',
    'write to me@scam.example',
    'WWW.SCAM.EXAMPLE',
    'a.b.scam.example:8080',
    'scam。example',
    'sc%61m.example',
    'sc\u00ADam.example',
    'scam.example.',
    '--scam.example--',
    '...scam..example',
    'scam.example.Then come',
    'bücher.de',
    'xn--bcher-kva.de',
    'bu\u0308cher.de',
  ])('%j names one of them', (text) => {
    expect(find(text)).toHaveLength(1)
  })

  test.each(['notscam.example', 'scam.examples', 'scam example', 'scam', 'https://', '...', 'ücher.de'])(
    '%j names none of them',
    (text) => {
      expect(find(text)).toEqual([])
    },
  )
})

test('many hosts do not hide a forbidden one: equal ones count once, and too many are an entry of their own', () => {
  const find = prepareForbidden([host('scam.example')])
  const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}.a.org`).join(' ')
  const valuesIn = (text: string) => find(text).map(({ value }) => value)
  expect(valuesIn(`${'a.org '.repeat(300)}scam.example`)).toEqual(['scam.example'])
  expect(valuesIn(`${many(199)} scam.example`)).toEqual(['scam.example'])
  expect(valuesIn(`${many(300)} scam.example`)).toEqual(['more than 200 hosts'])
  expect(valuesIn(many(200))).toEqual([])
  expect(prepareForbidden([word('bike')])(many(300))).toEqual([])
})

test('of several entries, those that refuse come first', () => {
  const find = prepareForbidden([word('bike', 'hold'), host('example.com'), word('red', 'hold')])
  const valuesIn = (text: string) => find(text).map(({ value }) => value)
  expect(valuesIn('A red, red bike at example.com')).toEqual(['example.com', 'red', 'bike'])
  expect(valuesIn('A bike')).toEqual(['bike'])
  expect(prepareForbidden([])('anything.com')).toEqual([])
})
