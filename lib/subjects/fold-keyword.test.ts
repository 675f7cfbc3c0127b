import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldKeyword, plainKeyword } from './fold-keyword.ts'

const APOSTROPHES = ["'", '`', '´', '‘', '’', '‛', '′', 'ʹ', 'ʻ', 'ʼ', 'ˈ', '＇', '｀', '΄', 'ꞌ']
const HYPHENS = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '﹘', '﹣', '－', '⁃', '˗']
const UNDRAWN = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\ufe0f',
  '\ufe00',
  '\u{e0100}',
  '\u034f',
  '\u061c',
  '\u115f',
  '\u1160',
  '\u3164',
  '\uffa0',
  '\u180b',
  '\u{e0061}',
  '\u{e007f}',
  '\u2066',
  '\u202e',
  '\u0000',
  '\u0007',
]

describe('foldKeyword()', () => {
  test.each([
    ['Fahrräder', 'fahrrader'],
    ['FAHRRADER', 'fahrrader'],
    ['Fahrra\u0308der', 'fahrrader'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['GROẞ', 'gross'],
    ['ｂｉｋｅ', 'bike'],
    ['ﬁets', 'fiets'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'istanbul'],
    ['ıstanbul', 'istanbul'],
    ['Łódź', 'lodz'],
    ['Đorđe', 'dorde'],
    ['Ødegård', 'odegard'],
    ['Þórður', 'thordur'],
    ['Ærø', 'aero'],
    ['cœur', 'coeur'],
    ['Ħamrun', 'hamrun'],
    ['ŧ', 't'],
    ['ŉ', "'n"],
    ['ﷺ', 'صلى الله عليه وسلم'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδος', 'οδοσ'],
    ['㎏', 'kg'],
    ['①', '1'],
    ['  second   hand\t', 'second hand'],
    ['second\u00A0hand', 'second hand'],
    ['#POI', '#poi'],
    ['C++', 'c++'],
    ['Ёлка', 'елка'],
    ['a\u0323\u0307', 'a'],
    ['a\u0307\u0323', 'a'],
    ['   ', ''],
    ['', ''],
  ])('makes %j %j', (keyword, folded) => {
    expect(foldKeyword(keyword)).toBe(folded)
  })

  test('leaves the vowel signs of other scripts, without which words would be others', () => {
    expect(foldKeyword('हिन्दी')).toBe('हिन्दी'.normalize('NFC'))
    expect(foldKeyword('がっこう')).toBe('がっこう')
    expect(foldKeyword('ｶﾞｯｺｳ')).toBe('ガッコウ')
    expect(foldKeyword('자전거')).toBe('자전거')
  })

  test.each(APOSTROPHES)('takes %j for an apostrophe', (apostrophe) => {
    expect(foldKeyword(`Rock${apostrophe}n${apostrophe}Roll`)).toBe("rock'n'roll")
    expect(foldKeyword(apostrophe)).toBe('')
  })

  test.each(HYPHENS)('takes %j for a hyphen', (hyphen) => {
    expect(foldKeyword(`E${hyphen}Bike`)).toBe('e-bike')
    expect(foldKeyword(hyphen)).toBe('')
  })

  test.each(UNDRAWN)('passes over %j, wherever it stands', (undrawn) => {
    expect(foldKeyword(`${undrawn}Fa${undrawn}hrra${undrawn}d${undrawn}`)).toBe('fahrrad')
    expect(foldKeyword(`e${undrawn}\u0301`)).toBe('e')
    expect(foldKeyword(undrawn)).toBe('')
  })

  test('of nothing but such characters nothing is left', () => {
    expect(foldKeyword(`${UNDRAWN.join('')} ${HYPHENS.join(' ')}${APOSTROPHES.join('')}`)).toBe('')
  })

  test('gives every character as it folds itself, in any form', () => {
    const wrong: string[] = []
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = `a${String.fromCodePoint(code)}`
      const folded = foldKeyword(text)
      const forms = new Set([folded, text.normalize('NFC'), text.normalize('NFKC'), text.normalize('NFKD')])
      for (const form of forms)
        if (form !== text && foldKeyword(form) !== folded) wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
  }, 120_000)

  test('makes no difference between cases, but for iotas under Greek letters, which are accents', () => {
    const wrong: string[] = []
    for (let code = 0; code <= 0x2fff; code += 1) {
      const text = String.fromCodePoint(code)
      if (text.normalize('NFD').includes('\u0345')) continue
      const folded = foldKeyword(text)
      if ([text.toUpperCase(), text.toLowerCase()].some((form) => foldKeyword(form) !== folded)) {
        wrong.push(code.toString(16))
      }
    }
    expect(wrong).toEqual([])
  })

  test('folds what is folded to itself, and makes no difference between ways to encode a word', () => {
    const odd = [...UNDRAWN, ...HYPHENS, ...APOSTROPHES, 'ß', 'İ', 'ς', 'Σ', '\u0301', ' ', '\ud800', 'a']
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.constantFrom(...odd)).map((parts) => parts.join('')),
    )
    const property = fc.property(text, (keyword) => {
      const folded = foldKeyword(keyword)
      expect(foldKeyword(folded)).toBe(folded)
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
        expect(foldKeyword(keyword.normalize(form))).toBe(folded)
      }
    })
    fc.assert(property, { numRuns: 2_000 })
  })
})

test('plainKeyword() keeps the accents, which rules of a language need', () => {
  expect(plainKeyword(' FAHR\u00adRA\u0308DER')).toBe('fahrräder')
  expect(plainKeyword('Straße')).toBe('straße')
})
