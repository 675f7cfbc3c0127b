import { expect, test } from 'vitest'
import { isBlank } from './is-blank.ts'

test.each([
  ['', 'nothing'],
  [' \t\r\n\u00a0\u3000\u2028', 'spaces'],
  ['\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u061c\u180e', 'characters without a width'],
  ['\u115f\u1160\u3164\uffa0\u17b4', 'fillers'],
  ['\ufe0f\u{e0100}\u{e0067}\u{e007f}\u{e0001}', 'variation selectors and tags'],
  ['\u2800', 'the blank pattern of Braille'],
  ['\u0000\u0007\u202e\u2066', 'controls'],
  ['\u0301', 'a mark without a letter'],
  ['\ud800', 'half of a pair'],
])('%j is blank: %s', (text) => {
  expect(isBlank(text)).toBe(true)
  expect(isBlank(`${text}x`)).toBe(false)
})

test.each(['a', '自', '7', '!', '-', '€', '🚲', '👨‍👩‍👧', '🇩🇪', '#️⃣', '\u0915\u094d', '⠁'])(
  '%j is visible',
  (text) => {
    expect(isBlank(text)).toBe(false)
  },
)
