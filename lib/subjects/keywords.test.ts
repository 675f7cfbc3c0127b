import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldKeyword } from './fold-keyword.ts'
import { tidyKeywords } from './keywords.ts'

test('drops doubles and empty ones, keeps the order, and what people wrote', () => {
  expect(tidyKeywords(['Rad', 'bike', ' RAD', '', 'Bike ', 'Second \t Hand', '\u200b'])).toEqual([
    'Rad',
    'bike',
    'Second Hand',
  ])
})

test('gives what is tidy already as it is, and loses no word', () => {
  const property = fc.property(fc.array(fc.string({ unit: 'grapheme' })), (keywords) => {
    const tidy = tidyKeywords(keywords)
    expect(tidyKeywords(tidy)).toEqual(tidy)
    const words = new Set(keywords.map(foldKeyword).filter((folded) => folded !== ''))
    expect(tidy.map(foldKeyword)).toEqual([...words])
    const longest = Math.max(0, ...keywords.map(({ length }) => length))
    expect(tidy.every(({ length }) => length <= longest)).toBe(true)
  })
  fc.assert(property)
})
