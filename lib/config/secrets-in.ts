import type { Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'

// Stations declare secrets of their own; they are told by their names, which a test checks, and are never shorter than this.
const SECRET_NAME = /(?:KEY|PASSWORD|SECRET|TOKEN|HEADERS)$/u
const SECRET_LENGTH_MIN = 16

const SHARED_SECRETS = new Set(
  Object.values(settings)
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => name),
)

/**
 * Every text in an environment that must not be seen, for whoever writes something down: the values of secret variables, and
 * the passwords in the URLs of the others.
 *
 * @example
 * ```ts
 * secretsIn({ STREAM_URLS: 'redis://user:swordfish@host', WEB_PORT: '80' }) // => ['swordfish']
 * ```
 */
export function secretsIn(environment: Environment): string[] {
  const found = Object.entries(environment).flatMap(([name, raw = '']) => {
    const value = raw.trim()
    if (isSecretName(name, value)) return [value, ...valuesOfPairs(value)]
    return passwordsIn(value)
  })
  // Longer ones first: one may be a part of another.
  return [...new Set(found.filter((text) => text !== ''))].toSorted((a, b) => b.length - a.length)
}

function isSecretName(name: string, value: string): boolean {
  return SHARED_SECRETS.has(name) || (SECRET_NAME.test(name) && value.length >= SECRET_LENGTH_MIN)
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
