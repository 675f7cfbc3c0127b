import { decodeText } from '#lib/http/read-json.ts'

/** The types of bodies that are read line by line. */
export const LINE_TYPES: readonly string[] = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
]

/**
 * The lines of a text that are not blank, at most `linesMax` of them.
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

const NEWLINE = 0x0a

/** A line of a body: its text, or its bytes if they are not UTF-8. */
export type Line = string | Uint8Array

/**
 * The lines of a body that are not blank, at most `linesMax` of them. Wrong UTF-8 affects only its own line.
 *
 * @example
 * ```ts
 * linesIn(new TextEncoder().encode('a\n\nb'), 10) // => ['a', 'b']
 * ```
 */
export function linesIn(body: Uint8Array, linesMax: number): Line[] {
  const text = tryDecode(body)
  if (text !== undefined) return linesOf(text, linesMax)
  const lines: Line[] = []
  for (let from = 0; from < body.length && lines.length < linesMax;) {
    const end = body.indexOf(NEWLINE, from)
    const bytes = body.subarray(from, end === -1 ? body.length : end)
    const line = tryDecode(bytes)
    if (line === undefined) lines.push(bytes)
    else lines.push(...linesOf(line, 1))
    from = end === -1 ? body.length : end + 1
  }
  return lines
}

/**
 * The text of a line.
 *
 * @throws {ProblemError} 400 if it is not UTF-8.
 * @example
 * ```ts
 * textOfLine('a') // => 'a'
 * ```
 */
export function textOfLine(line: unknown): string {
  return line instanceof Uint8Array ? decodeText(line) : String(line)
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return decodeText(bytes)
  } catch {
    // `textOfLine()` refuses the line.
    return undefined
  }
}
