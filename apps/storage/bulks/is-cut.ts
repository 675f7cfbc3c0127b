import type { BodyLine } from '#lib/http/read-lines.ts'

/**
 * True for a last line without an end of which a part is missing: a proxy may end a body cleanly in the middle of a line.
 *
 * @example
 * ```ts
 * isCut({ number: 1, text: '{"ref":"a","ti', bytes: 14, isOpen: true }) // => true
 * isCut({ number: 1, text: '{"end":true}', bytes: 12, isOpen: true }) // => false
 * isCut({ number: 1, text: '{"ref":"a","ti', bytes: 14 }) // => false
 * ```
 */
export function isCut({ text, isOpen }: BodyLine): boolean {
  if (isOpen !== true) return false
  if (text === undefined) return true
  if (text.trim() === '') return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}
