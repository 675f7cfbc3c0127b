import type { Language } from '#lib/text/language.ts'
import type { Plural } from './plural.ts'
import { safeText } from './safe-text.ts'

/** The values of a text. Numbers are written as the language does; texts come from people, and are made safe. */
type Values = Readonly<Record<string, string | number>>

/**
 * Writes a text with its values. `count` selects the plural form.
 *
 * @example
 * ```ts
 * say('en', { one: '{count} match', other: '{count} matches' }, { count: 1_200 }) // => '1,200 matches'
 * say('de', 'Gesucht: {title}', { title: 'Fahrrad' }) // => 'Gesucht: Fahrrad'
 * ```
 */
export function say(language: Language, text: string | Plural, values: Values = {}): string {
  return formOf(language, text, values).replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : safeText(value)
  })
}

function formOf(language: Language, text: string | Plural, { count }: Values): string {
  if (typeof text === 'string') return text
  return text[new Intl.PluralRules(language).select(Number(count))] ?? text.other
}
