const DIGITS = 4
const BASE = 36

/** A name for the phone that shows this page, which nobody else is likely to have chosen. */
export function suggestName(): string {
  const { userAgent } = navigator
  const kind = /iPhone|iPad/u.test(userAgent) ? 'iphone' : /Android/u.test(userAgent) ? 'android' : 'phone'
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  // The last digits: the first ones are not equally likely.
  return `${kind}-${random.toString(BASE).padStart(DIGITS, '0').slice(-DIGITS)}`
}
