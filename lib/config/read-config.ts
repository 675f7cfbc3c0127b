import type { Setting } from '#lib/config/setting.ts'
import { ConfigError } from '#lib/errors/config-error.ts'

/** The variables of a process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The settings of a station, by the names that its code uses. */
export type ConfigSpec = Readonly<Record<string, Setting<unknown>>>

/** The typed values of a spec. */
export type ConfigOf<Spec extends ConfigSpec> = {
  readonly [Key in keyof Spec]: Spec[Key] extends Setting<infer Value> ? Value : never
}

/**
 * Reads and checks all settings of a spec.
 *
 * @throws {ConfigError} that names every missing or invalid variable, not only the first.
 * @example
 * ```ts
 * const voice = defineSettings('Voice', { LOUD: flag('Whether to shout', 'false') })
 * readConfig({ isLoud: voice.settings.LOUD }, { LOUD: 'true' }) // => { isLoud: true }
 * ```
 */
export function readConfig<Spec extends ConfigSpec>(spec: Spec, environment: Environment): ConfigOf<Spec> {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(spec)) {
    const raw = environment[setting.name] ?? setting.fallback
    const value = raw === undefined ? undefined : setting.parse(raw.trim())
    if (value === undefined) mistakes.push(mistakeOf(setting, environment[setting.name]))
    values[key] = value
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  // Each value comes from the parser of its setting. The type checker cannot follow this through the loop.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return values as ConfigOf<Spec>
}

function mistakeOf(setting: Setting<unknown>, raw: string | undefined): string {
  const given =
    raw === undefined ? 'is not set' : setting.isSecret ? 'is "***"' : `is "${withoutPassword(raw)}"`
  return `${setting.name} ${given}, but must be ${setting.expected}`
}

/**
 * Hides the passwords of URLs in a text for messages; other text is unchanged.
 *
 * @example
 * ```ts
 * withoutPassword('redis://user:secret@host:6379') // => 'redis://user:***@host:6379'
 * ```
 */
export function withoutPassword(raw: string): string {
  return raw.replaceAll(/\S+/gu, wordWithoutPassword)
}

function wordWithoutPassword(word: string): string {
  // Up to the last @, so that a password with an unescaped @ or /, which makes the URL invalid, is hidden completely.
  const end = word.lastIndexOf('@')
  const user = end === -1 ? null : /:\/\/[^:@/]*:/u.exec(word.slice(0, end))
  return user === null ? word : `${word.slice(0, user.index)}${user[0]}***${word.slice(end)}`
}
