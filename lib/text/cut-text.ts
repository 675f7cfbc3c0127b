const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Cuts a text to at most `lengthMax` UTF-16 units. It cuts between graphemes, so that letters keep their accents, emojis stay whole
 * and no lone surrogate remains. If the first grapheme is longer than the limit, for instance a letter with thousands of accents,
 * it is cut between code points. The text after the limit is not read.
 *
 * @example
 * ```ts
 * cutText('Café', 4) // => 'Café'
 * cutText('Cafe\u0301 Noir', 4) // => 'Caf'
 * cutText('👨‍👩‍👧 at home', 5) // => '👨‍👩'
 * ```
 */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  // Two more units contain the whole code point after the limit, which decides whether a grapheme ends at the limit.
  const end = GRAPHEMES.segment(text.slice(0, lengthMax + 2)).containing(lengthMax)?.index ?? 0
  return text.slice(0, end === 0 ? codePointEnd(text, lengthMax) : end)
}

function codePointEnd(text: string, lengthMax: number): number {
  const isInsidePair = (text.codePointAt(lengthMax - 1) ?? 0) > 0xffff
  return isInsidePair ? lengthMax - 1 : lengthMax
}
