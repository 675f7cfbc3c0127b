// Number() would also accept hexadecimal and words such as "Infinity". In many European languages phones write a decimal comma.
const DECIMAL = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/iu

/**
 * Reads a number that a client sent as a number or as decimal text; undefined for anything else.
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
