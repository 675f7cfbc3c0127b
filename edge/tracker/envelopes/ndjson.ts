/** The types of bodies that are read line by line. */
export const LINE_TYPES: readonly string[] = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
]

/**
 * The lines of a text that hold something, at most `linesMax` of them.
 *
 * @example
 * ```ts
 * linesOf('a\n\r\nb\n', 10) // => ['a', 'b']
 * ```
 */
export function linesOf(text: string, linesMax: number): string[] {
  const lines: string[] = []
  for (let from = 0; from < text.length && lines.length < linesMax;) {
    const end = text.indexOf('\n', from)
    const line = text.slice(from, end === -1 ? text.length : end).trim()
    if (line !== '') lines.push(line)
    from = end === -1 ? text.length : end + 1
  }
  return lines
}
