// The beginning of a text that ends where a grapheme ends: no emoji falls apart, no letter loses its accent.
const graphemes = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** At most that many UTF-16 units of a text; older browsers know code points only. */
export function cutText(text, lengthMax) {
  const parts = graphemes ? Array.from(graphemes.segment(text), ({ segment }) => segment) : text
  let cut = ''
  for (const part of parts) {
    if (cut.length + part.length > lengthMax) break
    cut += part
  }
  return cut
}
