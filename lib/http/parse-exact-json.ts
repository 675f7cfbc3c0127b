import { parseJson } from '#lib/http/read-json.ts'

// A number that may be too long for a double, with the character before it: at least 16 digits of a whole number, 18 digits
// with a point, or an exponent of three digits.
const LONG_NUMBER = /[:,[\s](-?(?:\d{16}|\d[\d.]{18}|\d[\d.]*[eE][+-]?\d{3})[\d.eE+-]*)(?=[\s,\]}])/gu

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u

const WHOLE = /^-?\d+$/u

// 17 digits tell a double from its neighbours: a sender that prints a double needs no more.
const DIGITS_MAX = 17

/**
 * The value of a body's text, as `parseJson()` gives it, except for numbers that would lose digits: whole numbers that a double
 * cannot hold, others of more than 17 digits, and numbers too large or too small for a double. They become strings, as they
 * were written.
 *
 * @throws {ProblemError} 400 not JSON or nested too deep.
 * @example
 * ```ts
 * parseExactJson('{"order":616581622363398142,"total":12.5}', 1) // => { order: '616581622363398142', total: 12.5 }
 * ```
 */
export function parseExactJson(text: string, depthMax: number): unknown {
  return parseJson(quoteLongNumbers(text), depthMax)
}

function quoteLongNumbers(text: string): string {
  let quoted = ''
  let from = 0
  // No string is open at `outside`; `quoteAt` is the next quote at or after it. Both only move forward, so each string is passed
  // once, however many numbers there are.
  let outside = 0
  let quoteAt = -1
  for (const { 1: number = '', index } of text.matchAll(LONG_NUMBER)) {
    for (;;) {
      if (quoteAt < outside) quoteAt = indexOrEnd(text, '"', outside)
      if (quoteAt > index) break
      outside = endOfText(text, quoteAt)
    }
    if (outside > index || isHeld(number)) continue
    quoted += `${text.slice(from, index + 1)}"${number}"`
    from = index + 1 + number.length
  }
  return from === 0 ? text : quoted + text.slice(from)
}

/** The index after the JSON string that begins with the quote at `quoteAt`. */
function endOfText(text: string, quoteAt: number): number {
  let end = quoteAt
  do end = indexOrEnd(text, '"', end + 1)
  while (end < text.length && isEscaped(text, end))
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text[before] === '\\') before -= 1
  return (at - 1 - before) % 2 === 1
}

function indexOrEnd(text: string, searched: string, from: number): number {
  const at = text.indexOf(searched, from)
  return at === -1 ? text.length : at
}

/** True for a number whose digits a double holds, or that a program printed from a double. */
function isHeld(number: string): boolean {
  // A number that is not valid JSON is a mistake of the sender, and must stay one.
  if (!NUMBER.test(number)) return true
  const value = Number(number)
  if (!Number.isFinite(value)) return false
  const text = String(value)
  if (text === number) return true
  // A whole number without an exponent can be written in one way only.
  if (WHOLE.test(number) && WHOLE.test(text)) return false
  const written = decimalOf(number)
  const isFraction = value !== 0 && Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (isFraction && written.digits.length <= DIGITS_MAX) return true
  const held = decimalOf(text)
  return held.digits === written.digits && (held.exponent === written.exponent || held.digits === '')
}

interface Decimal {
  /** Without zeros at either end; empty for zero. */
  readonly digits: string
  /** The power of ten of the last digit. */
  readonly exponent: number
}

function decimalOf(number: string): Decimal {
  const [mantissa = '', power = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = whole + fraction
  let start = 0
  let end = digits.length
  while (digits[start] === '0') start += 1
  while (end > start && digits[end - 1] === '0') end -= 1
  return { digits: digits.slice(start, end), exponent: Number(power) - fraction.length + digits.length - end }
}
