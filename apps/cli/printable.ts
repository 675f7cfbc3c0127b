// Unicode categories Cc, Cf, Zl and Zp: terminal control codes, text direction marks and line separators.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Makes a foreign text safe to print on one line: it replaces control characters with escapes such as `\u{1b}`. */
export function printable(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
