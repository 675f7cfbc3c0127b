/** What a reader is warned of. */
export const WARNINGS = ['payment-link', 'iban', 'card'] as const

/** A warning about a text. */
export type Warning = (typeof WARNINGS)[number]

const PAYMENT =
  /\b(?:paypal\.(?:me|com)|klarna\.com|wise\.com|revolut\.(?:me|com)|venmo\.com|cash\.app|stripe\.com|sumup\.(?:link|com)|westernunion\.com|moneygram\.com|skrill\.com|paysafecard\.com)\b|\b(?:bitcoin|ethereum|monero|litecoin):[a-z0-9]/iu

/** The length of an IBAN by country, see the registry of SWIFT. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IS26
  IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 TR26 UA29`
    .split(/\s+/u)
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
)
const IBAN_START = /(?<![A-Z0-9])[A-Z]{2}\d{2}/gu
const NO_SEPARATOR = /[^A-Z0-9]/gu
/** Characters to read for the longest IBAN, with separators. */
const IBAN_READ_MAX = 80

const CARD = /(?<!\d)[2-6]\d{3}(?:[ .-]?\d){9,15}(?!\d)/gu

/**
 * What a reader of a text is warned of: links to pay, numbers of bank accounts, numbers of cards.
 *
 * @example
 * ```ts
 * warningsIn('Send it to DE89 3704 0044 0532 0130 00 please') // => ['iban']
 * warningsIn('paypal.me/somebody') // => ['payment-link']
 * warningsIn('4111 1111 1111 1111') // => ['card']
 * warningsIn('Call 030 1234567 at 10.30') // => []
 * ```
 */
export function warningsIn(text: string): Warning[] {
  const plain = text.normalize('NFKC')
  const found = { 'payment-link': PAYMENT.test(plain), iban: hasIban(plain), card: hasCard(plain) }
  return WARNINGS.filter((warning) => found[warning])
}

function hasIban(text: string): boolean {
  const upper = text.toUpperCase()
  return upper.matchAll(IBAN_START).some(({ 0: [one = '', two = ''], index }) => {
    const length = IBAN_LENGTHS.get(one + two) ?? Infinity
    const digits = upper.slice(index, index + IBAN_READ_MAX).replaceAll(NO_SEPARATOR, '')
    return digits.length >= length && isIban(digits.slice(0, length))
  })
}

/** The checksum of ISO 13616: letters count from 10, and the first four characters come last. */
function isIban(text: string): boolean {
  const numbers = Array.from(text.slice(4) + text.slice(0, 4), (each) => Number.parseInt(each, 36))
  return numbers.reduce((rest, each) => (rest * (each > 9 ? 100 : 10) + each) % 97, 0) === 1
}

function hasCard(text: string): boolean {
  return text.matchAll(CARD).some(([number]) => isCard(number.replaceAll(/\D/gu, '')))
}

/** The checksum of ISO 7812, from the last digit: each second digit counts twice. */
function isCard(digits: string): boolean {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (1 + (index % 2))
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}
