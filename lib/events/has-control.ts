// Explicit ranges, because the engine runs them many times faster than \p{Cc}, and each event is checked twice.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001F\u007F-\u009F]/

/**
 * True when a text contains a control character (Unicode category Cc).
 *
 * @example
 * ```ts
 * hasControl('two\nlines') // => true
 * hasControl('Grüße') // => false
 * ```
 */
export function hasControl(text: string): boolean {
  return CONTROL.test(text)
}
