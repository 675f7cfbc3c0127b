import { readNetwork, type Network } from '#lib/privacy/networks.ts'

/** One variable of the environment: declared once, it gives reading, checking, `.env.template` and the reference. */
export interface Setting<Value> {
  readonly name: string
  /** One sentence: what it is for, with its unit. */
  readonly help: string
  /** What a valid value looks like, to end "must be …". */
  readonly expected: string
  /** The text taken when the variable is not set; undefined makes it required. */
  readonly fallback: string | undefined
  /** Secrets are printed as `***`, and never quoted in a mistake. */
  readonly isSecret: boolean
  /** The value, or undefined when the text is not valid. */
  readonly parse: (text: string) => Value | undefined
}

/** A setting before its group gave it the name it stands under. */
type Unnamed<Value> = Omit<Setting<Value>, 'name'>

/** Settings that belong together, under one heading of `.env.template`. */
export interface SettingGroup<Named = Readonly<Record<string, Setting<unknown>>>> {
  readonly title: string
  readonly settings: Named
}

/**
 * Declares settings that belong together. Those that one station reads stand in `settings.ts` of that station; the others in
 * `lib/config/settings`.
 *
 * @param title the heading in `.env.template`; groups of one title stand under one heading
 * @param declared the settings by the names of their variables
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

/** Any text, empty included. */
export function text(help: string, fallback?: string): Unnamed<string> {
  return declare('text', (raw) => raw, help, fallback)
}

/** Text that must not be seen; at least 16 characters, or empty for "none". */
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

/** A share of all: a number from 0 to 1. */
export function share(help: string, fallback?: string): Unnamed<number> {
  const parse = (raw: string) => (/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/u.test(raw) ? Number(raw) : undefined)
  return declare('a number from 0 to 1', parse, help, fallback)
}

/** A TCP port; 0 takes any free one. */
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

/** A URL whose scheme is one of those given; the scheme picks the adapter. */
export function url(schemes: readonly string[], help: string, fallback?: string): Unnamed<string> {
  const parse = (raw: string) => (hasScheme(raw, schemes) ? raw : undefined)
  return declare(`a URL that begins with ${schemeList(schemes)}`, parse, help, fallback)
}

/** A URL of HTTP, or empty for "none". */
export function urlOrNone(help: string): Unnamed<string> {
  const parse = (raw: string) => (raw === '' || hasScheme(raw, ['http', 'https']) ? raw : undefined)
  return declare('a URL that begins with http: or https:, or empty for none', parse, help, '')
}

/** Headers of HTTP that must not be seen, as `name=value,name=value`; values may be percent-encoded. */
export function secretHeaders(help: string): Unnamed<Readonly<Record<string, string>>> {
  return {
    ...declare('name=value pairs, separated by commas, or empty for none', readHeaders, help, ''),
    isSecret: true,
  }
}

/** One or more such URLs, separated by commas or spaces. */
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

/** Networks of machines as CIDR, or single addresses, separated by commas or spaces; empty for none. */
export function networks(help: string, fallback?: string): Unnamed<readonly Network[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    const read = list.map(readNetwork).filter((network) => network !== undefined)
    return read.length === list.length ? read : undefined
  }
  return declare('networks such as 10.0.0.0/8 or fd00::/8, separated by commas', parse, help, fallback)
}

/** One or more beginnings of paths, each from a slash on, separated by commas or spaces. */
export function pathPrefixes(help: string, fallback?: string): Unnamed<readonly string[]> {
  const parse = (raw: string) => {
    const list = listOf(raw)
    return list.length > 0 && list.every((part) => PATH_PREFIX.test(part)) ? list : undefined
  }
  return declare('paths such as /t or /, separated by commas', parse, help, fallback)
}

// None of the letters that mean something in the pattern of a route.
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

// Not by URL for all: the addresses of Kafka and MongoDB name several hosts, which it cannot read.
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
    // No name of a header, or no percent-encoding.
    return undefined
  }
  return Object.fromEntries(headers)
}
