// Unassigned, private, control and format characters are invisible, and so is a mark without a letter.
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * True when a text is invisible: it is empty, or contains only spaces and invisible characters, such as zero-width spaces, soft
 * hyphens, fillers and the blank pattern of Braille.
 *
 * @example
 * ```ts
 * isBlank(' \u200b\u00ad ') // => true
 * isBlank(' ! ') // => false
 * ```
 */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text)
}
