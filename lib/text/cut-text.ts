const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The beginning of a text in at most `lengthMax` UTF-16 units. It ends where a grapheme ends, so that no letter loses its
 * accent, no emoji falls apart and no half of a surrogate pair is left. A first grapheme that is longer than the limit, for
 * instance a letter under thousands of accents, is cut between code points. What lies beyond the limit is not looked at.
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
  // Two more units hold the whole code point after the limit: it says whether a grapheme ends there.
  const end = GRAPHEMES.segment(text.slice(0, lengthMax + 2)).containing(lengthMax)?.index ?? 0
  return text.slice(0, end === 0 ? codePointEnd(text, lengthMax) : end)
}

function codePointEnd(text: string, lengthMax: number): number {
  const isInsidePair = (text.codePointAt(lengthMax - 1) ?? 0) > 0xffff
  return isInsidePair ? lengthMax - 1 : lengthMax
}
