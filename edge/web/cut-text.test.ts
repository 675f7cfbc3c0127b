import { expect, test } from 'vitest'

const { cutText } = (await import(new URL('public/cut-text.js', import.meta.url).href)) as {
  cutText: (text: string, lengthMax: number) => string
}

test('a title on the map is cut where a grapheme ends', () => {
  expect(cutText('Bike', 32)).toBe('Bike')
  expect(cutText('🇩🇪🇫🇷', 7)).toBe('🇩🇪')
  expect(cutText('Cafe\u0301', 4)).toBe('Caf')
})
