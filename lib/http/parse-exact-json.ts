import { parseJson } from '#lib/http/read-json.ts'

// A number that may be too long for a double, and what stands before it: it has sixteen digits of a whole number, eighteen of any,
// or an exponent of three.
const LONG_NUMBER = /[:,[\s](-?(?:\d{16}|\d[\d.]{18}|\d[\d.]*[eE][+-]?\d{3})[\d.eE+-]*)(?=[\s,\]}])/gu

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u

const WHOLE = /^-?\d+$/u

// So many tell a double from its neighbours: whoever prints one need not write more.
const DIGITS_MAX = 17

/**
 * The value of a body's text, as `parseJson()` gives it, except for numbers that would lose digits: whole ones that a double does
 * not hold, others of more than 17 digits, and those that are too large or too small for one. They become texts, as they were
 * written.
 *
 * @throws {ProblemError} 400 no JSON or nested too deep.
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
  // The quote that begins a text at or after `outside`, up to where no text is open: each is passed once, however many numbers
  // there are.
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

/** The place behind a JSON text that begins with the quote at a place. */
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

/** True for a number that a double holds with all its digits, or that a double was written as. */
function isHeld(number: string): boolean {
  // What is no number of JSON is a mistake of its sender, and stays one.
  if (!NUMBER.test(number)) return true
  const value = Number(number)
  if (!Number.isFinite(value)) return false
  const text = String(value)
  if (text === number) return true
  // A whole number is written in one way only, as long as it needs no exponent.
  if (WHOLE.test(number) && WHOLE.test(text)) return false
  const written = decimalOf(number)
  const isFraction = value !== 0 && Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (isFraction && written.digits.length <= DIGITS_MAX) return true
  const held = decimalOf(text)
  return held.digits === written.digits && (held.exponent === written.exponent || held.digits === '')
}

interface Decimal {
  /** Without zeros at either end: none of zero. */
  readonly digits: string
  /** The power of ten that the last of them counts. */
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
