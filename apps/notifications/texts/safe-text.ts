// Explicit ranges, see lib/events/has-control.ts.
// oxlint-disable-next-line no-control-regex -- control characters are what it removes
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/gu
/** Characters that change the direction of the text after them. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

const ISOLATE = '\u2068'
const END_OF_ISOLATE = '\u2069'

/**
 * Makes a text of a person safe between our words: without line breaks and other control characters, without characters that
 * turn the direction of what follows; a text from right to left is isolated.
 *
 * @example
 * ```ts
 * safeText('two\r\nlines') // => 'two lines'
 * safeText('bike\u202e') // => 'bike'
 * safeText('אופניים') === '\u2068אופניים\u2069' // => true
 * ```
 */
export function safeText(text: string): string {
  const plain = text.replace(CONTROLS, ' ').replace(DIRECTIONS, '').toWellFormed()
  return RIGHT_TO_LEFT.test(plain) ? ISOLATE + plain + END_OF_ISOLATE : plain
}
