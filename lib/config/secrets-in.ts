import type { Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import type { Setting } from '#lib/config/setting.ts'

/**
 * Every text in an environment that must not be seen, for whoever writes something down: the values of secret settings, and the
 * passwords in the URLs of the others.
 *
 * @example
 * ```ts
 * secretsIn({ STREAM_URLS: 'redis://user:swordfish@host', WEB_PORT: '80' }) // => ['swordfish']
 * ```
 */
export function secretsIn(environment: Environment): string[] {
  const found = Object.values<Setting<unknown>>(settings).flatMap(({ name, isSecret }) => {
    const value = environment[name]?.trim() ?? ''
    return isSecret ? [value, ...valuesOfPairs(value)] : passwordsIn(value)
  })
  // Longer ones first: one may be a part of another.
  return [...new Set(found.filter((text) => text !== ''))].toSorted((a, b) => b.length - a.length)
}

// Headers come as name=value,name=value.
function valuesOfPairs(value: string): string[] {
  return value.split(',').flatMap((pair) => bothForms(pair.slice(pair.indexOf('=') + 1).trim()))
}

function passwordsIn(value: string): string[] {
  return [...value.matchAll(/:\/\/[^:@/\s]*:(?<rest>[^\s,]*)/gu)].flatMap(({ groups }) => {
    // A password may hold an "@" as well: the last one ends it.
    const rest = groups?.['rest'] ?? ''
    return rest.includes('@') ? bothForms(rest.slice(0, rest.lastIndexOf('@'))) : []
  })
}

function bothForms(text: string): string[] {
  try {
    return [text, decodeURIComponent(text)]
  } catch {
    // A percent sign that stands for itself.
    return [text]
  }
}
