import { redactPath, redactUrl } from '#lib/privacy/redact-url.ts'
import { cutText } from '#lib/text/cut-text.ts'

const TEXT_LENGTH_MAX = 8_192
const KNOWN_LENGTH_MIN = 6
const HIDDEN = '***'

/** A kind of private data and its replacement. */
interface Rule {
  /** Every text that the pattern matches contains at least one of these. The check is cheap and comes first. */
  readonly marks: readonly string[]
  /** Every repetition has a bound, so that the time stays proportional to the length of hostile text. */
  readonly pattern: RegExp
  readonly replace: string | ((found: string, ...groups: string[]) => string)
}

const RULES: readonly Rule[] = [
  { marks: ['://'], pattern: /\b[a-z][a-z0-9+.-]{0,31}:\/\/[^\s"'`<>\\]{1,4096}/giu, replace: redactUrl },
  {
    // A path with a query.
    marks: ['?'],
    pattern: /(?<!\/)(\/[^\s"'`<>?/]{0,256})\?[^\s"'`<>]{1,4096}/gu,
    replace: (_, path = '') => `${redactPath(path)}?…`,
  },
  {
    // A query without a path.
    marks: ['&'],
    pattern: /(^|[\s"'`(])\??((?:[\w.~-]{1,64}=[^\s"'`<>&]{0,1024}&)+[\w.~-]{1,64}=[^\s"'`<>&]{0,1024})/gu,
    replace: '$1?…',
  },
  { marks: ['eyJ'], pattern: /\beyJ[\w-]{6,4096}(?:\.[\w-]{0,4096}){0,2}/gu, replace: HIDDEN },
  {
    marks: [' '],
    pattern: /\b(bearer|basic|digest)(\s{1,4})(?=[\w.~+/-]{0,512}[\d=_.~+/-])[\w.~+/=-]{6,4096}/giu,
    replace: `$1$2${HIDDEN}`,
  },
  {
    // A member of JSON or of an object that a runtime printed. The pattern does not match a file name in quotes.
    marks: ['"', "'"],
    pattern:
      /((["'])[\w-]{0,32}(?:pass(?:word|wd|phrase)?|pwd|secret|token|session|key|authorization|cookie|credential)[\w-]{0,16}\2\s{0,4}[:=]\s{0,4})(?:"[^"\n]{1,4096}"?|'[^'\n]{1,4096}'?|[^\s"',;&)}\]]{1,4096})/giu,
    replace: `$1${HIDDEN}`,
  },
  {
    marks: ['=', ':'],
    pattern:
      /((?:pass(?:word|wd|phrase)?|pwd|secret|api[-_ ]?key|authorization|cookie|credentials?)\s{0,4}[:=]\s{0,4})(?:"[^"\n]{1,4096}"?|'[^'\n]{1,4096}'?|[^\s"',;&)}\]]{1,4096})/giu,
    replace: `$1${HIDDEN}`,
  },
  {
    // Prose such as "token: refused" contains no token.
    marks: ['=', ':'],
    pattern:
      /((?:token|session|[\w-]{0,32}key(?:[-_]?id)?)(?:=|:\s{0,4}(?=[\w.~+/-]{0,512}\d))\s{0,4})(?:"[^"\n]{1,4096}"?|'[^'\n]{1,4096}'?|[^\s"',;&)}\]]{1,4096})/giu,
    replace: `$1${HIDDEN}`,
  },
  { marks: ['wk_'], pattern: /\bwk_[\w-]{4,256}/gu, replace: HIDDEN },
  {
    // Mail addresses.
    marks: ['@', '%40'],
    pattern: /[\p{L}\p{N}.!#$%&+=?^_{|}~-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu,
    replace: HIDDEN,
  },
  {
    marks: ['=', ':'],
    pattern:
      /\b(lat|lng|lon|lt|lg|latitude|longitude)(["']?\s{0,4}[:=]\s{0,4}["']?)-?\d{1,3}(?:\.\d{1,20})?/giu,
    replace: `$1$2${HIDDEN}`,
  },
  {
    marks: ['['],
    pattern: /\b(coordinates["']?\s{0,4}[:=]\s{0,4})\[[^\]]{0,512}\]?/giu,
    replace: `$1${HIDDEN}`,
  },
  {
    marks: ['.'],
    pattern: /(?<![\d.])-?\d{1,3}\.\d{2,20}(["']?\s{0,4}[,;/]\s{0,4}["']?)-?\d{1,3}\.\d{2,20}(?![\d.])/gu,
    replace: `${HIDDEN}$1${HIDDEN}`,
  },
  {
    marks: ['.'],
    pattern: /(?<![\d.])-?\d{1,3}\.\d{3,20}(\s{1,4}(?:[a-z]{2,9}\s{1,4})?)-?\d{1,3}\.\d{3,20}(?![\d.])/giu,
    replace: `${HIDDEN}$1${HIDDEN}`,
  },
  // Keys in base64url and similar forms. Names of files and functions do not mix digits, small and capital letters this way.
  {
    marks: [''],
    pattern: /[\w+-]{40,8192}/gu,
    replace: (word) => (/\d/u.test(word) && /[a-z]/u.test(word) && /[A-Z]/u.test(word) ? HIDDEN : word),
  },
]

/**
 * Makes a text safe for logs: removes passwords, keys, tokens, URL queries, mail addresses and positions, and cuts it after
 * 8,192 characters. `secrets` are further texts to remove, of any form.
 *
 * @example
 * ```ts
 * redactText('GET http://host/t/geo?lt=52.52000&lg=13.41000 failed') // => 'GET http://host/t/geo?… failed'
 * redactText('no mailbox mila@example.org') // => 'no mailbox ***'
 * redactText('user is swordfish', ['swordfish']) // => 'user is ***'
 * ```
 */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let safe = text.length > TEXT_LENGTH_MAX ? `${cutText(text, TEXT_LENGTH_MAX)}…` : text
  for (const secret of secrets) {
    if (secret.length >= KNOWN_LENGTH_MIN) safe = safe.replaceAll(secret, HIDDEN)
  }
  for (const { marks, pattern, replace } of RULES) {
    if (!marks.some((mark) => safe.includes(mark))) continue
    safe = typeof replace === 'string' ? safe.replace(pattern, replace) : safe.replace(pattern, replace)
  }
  return safe
}
