import type { Language } from '#lib/text/language.ts'
import type { Plural } from './plural.ts'
import { safeText } from './safe-text.ts'

/** A text that `say()` wrote, as a part of another. */
export interface Said {
  readonly said: string
}

/** The values of a text. Numbers are written as the language does; texts come from people, and are made safe. */
type Values = Readonly<Record<string, string | number | Said>>

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
    if (typeof value === 'number') return new Intl.NumberFormat(language).format(value)
    return typeof value === 'string' ? safeText(value) : value.said
  })
}

function formOf(language: Language, text: string | Plural, { count }: Values): string {
  if (typeof text === 'string') return text
  return text[new Intl.PluralRules(language).select(Number(count))] ?? text.other
}
