// No hexadecimal, no words: Number() alone would read both. In half of Europe phones write a comma.
const DECIMAL = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/iu

/**
 * A number that a client sent as such, or as decimal text; undefined for anything else.
 *
 * @example
 * ```ts
 * numberOf('52.5') // => 52.5
 * numberOf('53,0792962') // => 53.0792962
 * numberOf('') // => undefined
 * ```
 */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? numberOfText(value.trim()) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function numberOfText(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text.replace(',', '.')) : undefined
}
