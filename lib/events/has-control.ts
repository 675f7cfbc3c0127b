// Written out: the engine runs this many times faster than \p{Cc}, and every event is asked twice.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001F\u007F-\u009F]/

/**
 * True when a text holds a control character (Unicode category Cc).
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
