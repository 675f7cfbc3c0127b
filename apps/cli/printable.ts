// What a terminal obeys, and what turns the text around it: categories Cc, Cf, Zl and Zp.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A text of somebody else's on one line, with escapes in the place of what a terminal would obey. */
export function printable(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
