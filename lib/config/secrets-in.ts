import type { Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'

// Stations also declare secrets. They are recognised by their names, which a test checks; they have at least this length.
const SECRET_NAME = /(?:KEY|PASSWORD|SECRET|TOKEN|HEADERS)$/u
const SECRET_LENGTH_MIN = 16

const SHARED_SECRETS = new Set(
  Object.values(settings)
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => name),
)

/**
 * Returns all secret texts of an environment, so that logs can hide them: the values of secret variables and the passwords in URLs
 * of other variables.
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
  // Longer ones first, because one may be part of another.
  return [...new Set(found.filter((text) => text !== ''))].toSorted((a, b) => b.length - a.length)
}

function isSecretName(name: string, value: string): boolean {
  return SHARED_SECRETS.has(name) || (SECRET_NAME.test(name) && value.length >= SECRET_LENGTH_MIN)
}

// Headers have the form name=value,name=value.
function valuesOfPairs(value: string): string[] {
  return value.split(',').flatMap((pair) => bothForms(pair.slice(pair.indexOf('=') + 1).trim()))
}

function passwordsIn(value: string): string[] {
  return [...value.matchAll(/:\/\/[^:@/\s]*:(?<rest>[^\s,]*)/gu)].flatMap(({ groups }) => {
    // A password may contain "@", so the last "@" ends it.
    const rest = groups?.['rest'] ?? ''
    return rest.includes('@') ? bothForms(rest.slice(0, rest.lastIndexOf('@'))) : []
  })
}

function bothForms(text: string): string[] {
  try {
    return [text, decodeURIComponent(text)]
  } catch {
    // A percent sign that is not an escape.
    return [text]
  }
}
