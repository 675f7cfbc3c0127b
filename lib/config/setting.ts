import { readNetwork, type Network } from '#lib/privacy/networks.ts'

/** The declaration of one environment variable. Reading, checks, `.env.template` and the reference page are derived from it. */
export interface Setting<Value> {
  readonly name: string
  /** One sentence: its purpose and its unit. */
  readonly help: string
  /** Describes a valid value; completes "must be …". */
  readonly expected: string
  /** The default text; undefined makes the variable required. */
  readonly fallback: string | undefined
  /** True for a secret: it is printed as `***` and never quoted in an error. */
  readonly isSecret: boolean
  /** Returns the value, or undefined if the text is invalid. */
  readonly parse: (text: string) => Value | undefined
}

/** A setting without its name, which its group adds. */
type Unnamed<Value> = Omit<Setting<Value>, 'name'>

/** A group of settings under one heading of `.env.template`. */
export interface SettingGroup<Named = Readonly<Record<string, Setting<unknown>>>> {
  readonly title: string
  readonly settings: Named
}

/**
 * Declares a group of settings. Settings of one station are in its `settings.ts`, the others in `lib/config/settings`.
 *
 * @param title the heading in `.env.template`; groups with the same title share one heading
 * @param declared the settings, by the names of their variables
 */
export function defineSettings<Declared extends Record<string, Unnamed<unknown>>>(
  title: string,
  declared: Declared,
): SettingGroup<{
  readonly [Name in keyof Declared]: Declared[Name] extends Unnamed<infer Value> ? Setting<Value> : never
}> {
  const named = Object.entries(declared).map(([name, setting]) => [name, { ...setting, name }])
  return { title, settings: Object.fromEntries(named) }
}

/** Any text, including the empty one. */
export function text(help: string, fallback?: string): Unnamed<string> {
  return declare('text', (raw) => raw, help, fallback)
}

/** A secret text of at least 16 characters, or empty for none. */
export function secret(help: string, fallback?: string): Unnamed<string> {
  const parse = (raw: string) => (raw === '' || raw.length >= 16 ? raw : undefined)
  return { ...declare('at least 16 characters, or empty for none', parse, help, fallback), isSecret: true }
}

/** A whole number between two bounds, both included. */
export function integer(min: number, max: number, help: string, fallback?: string): Unnamed<number> {
  const parse = (raw: string) => {
    const value = /^-?\d{1,15}$/u.test(raw) ? Number(raw) : Number.NaN
    return value >= min && value <= max ? value : undefined
  }
  return declare(`a whole number from ${min} to ${max}`, parse, help, fallback)
}

/** A fraction: a number from 0 to 1. */
export function share(help: string, fallback?: string): Unnamed<number> {
  const parse = (raw: string) => (/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/u.test(raw) ? Number(raw) : undefined)
  return declare('a number from 0 to 1', parse, help, fallback)
}

/** A TCP port; 0 selects any free port. */
export function port(help: string, fallback?: string): Unnamed<number> {
  return integer(0, 65_535, help, fallback)
}

/** `true` or `false`. */
export function flag(help: string, fallback?: string): Unnamed<boolean> {
  const parse = (raw: string) => (raw === 'true' ? true : raw === 'false' ? false : undefined)
  return declare('true or false', parse, help, fallback)
}

/** One of a few words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  help: string,
  fallback?: string,
): Unnamed<Word> {
  return declare(`one of ${words.join(', ')}`, (raw) => words.find((word) => word === raw), help, fallback)
}

/** A URL with one of the given schemes; the scheme selects the adapter. */
export function url(schemes: readonly string[], help: string, fallback?: string): Unnamed<string> {
  const parse = (raw: string) => (hasScheme(raw, schemes) ? raw : undefined)
  return declare(`a URL that begins with ${schemeList(schemes)}`, parse, help, fallback)
}

/** An HTTP URL, or empty for none. */
export function urlOrNone(help: string): Unnamed<string> {
  const parse = (raw: string) => (raw === '' || hasScheme(raw, ['http', 'https']) ? raw : undefined)
  return declare('a URL that begins with http: or https:, or empty for none', parse, help, '')
}

/** Secret HTTP headers, as `name=value,name=value`; values may be percent-encoded. */
export function secretHeaders(help: string): Unnamed<Readonly<Record<string, string>>> {
  return {
    ...declare('name=value pairs, separated by commas, or empty for none', readHeaders, help, ''),
    isSecret: true,
  }
}

/** One or more URLs with one of the given schemes, separated by commas or spaces. */
export function urls(
  schemes: readonly string[],
  help: string,
  fallback?: string,
): Unnamed<readonly string[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    return list.length > 0 && list.every((part) => hasScheme(part, schemes)) ? list : undefined
  }
  return declare(`URLs that begin with ${schemeList(schemes)}, separated by commas`, parse, help, fallback)
}

/** Origins such as `https://push.example`, separated by commas or spaces; empty for none. */
export function origins(help: string): Unnamed<readonly string[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    const isOrigin = (part: string) =>
      hasScheme(part, ['http', 'https']) && new URL(part).origin === part.toLowerCase()
    return list.every(isOrigin) ? list.map((part) => new URL(part).origin) : undefined
  }
  return declare('origins such as https://push.example, separated by commas', parse, help, '')
}

/** IP networks in CIDR notation or single addresses, separated by commas or spaces; empty for none. */
export function networks(help: string, fallback?: string): Unnamed<readonly Network[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    const read = list.map(readNetwork).filter((network) => network !== undefined)
    return read.length === list.length ? read : undefined
  }
  return declare('networks such as 10.0.0.0/8 or fd00::/8, separated by commas', parse, help, fallback)
}

/** One or more path prefixes that begin with a slash, separated by commas or spaces. */
export function pathPrefixes(help: string, fallback?: string): Unnamed<readonly string[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    return list.length > 0 && list.every((part) => PATH_PREFIX.test(part)) ? list : undefined
  }
  return declare('paths such as /t or /, separated by commas', parse, help, fallback)
}

// It excludes characters that have a meaning in route patterns.
const PATH_PREFIX = /^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/u

function listOf(raw: string): string[] {
  return raw.split(/[\s,]+/u).filter((part) => part !== '')
}

function declare<Value>(
  expected: string,
  parse: (text: string) => Value | undefined,
  help: string,
  fallback: string | undefined,
): Unnamed<Value> {
  return { help, expected, fallback, isSecret: false, parse }
}

// URL cannot parse the addresses of Kafka and MongoDB, because they contain several hosts. So only HTTP uses it.
function hasScheme(raw: string, schemes: readonly string[]): boolean {
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):\S*$/u.exec(raw) ?? []
  const isPlain = scheme === 'http' || scheme === 'https'
  return schemes.includes(scheme) && (!isPlain || URL.canParse(raw))
}

function schemeList(schemes: readonly string[]): string {
  return schemes.map((scheme) => `${scheme}:`).join(' or ')
}

function readHeaders(raw: string): Readonly<Record<string, string>> | undefined {
  const headers = new Headers()
  try {
    for (const pair of raw.split(',').filter((part) => part.trim() !== '')) {
      const [name = '', ...value] = pair.split('=')
      headers.set(name.trim(), decodeURIComponent(value.join('=').trim()))
    }
  } catch {
    // Invalid header name or percent-encoding.
    return undefined
  }
  return Object.fromEntries(headers)
}
