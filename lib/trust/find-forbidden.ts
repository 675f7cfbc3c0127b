import { plainKeyword } from '#lib/subjects/fold-keyword.ts'
import { keysOf } from '#lib/subjects/matching-keys.ts'
import { hostOf, HOSTS_MAX, hostsIn } from '#lib/trust/hosts-in.ts'

/** What an entry of the list of forbidden texts is: some words, or the name of a host. */
export const FORBIDDEN_KINDS = ['word', 'host'] as const

/** What happens to a text that holds it: it is refused, or hidden until operators have looked at it. */
export const FORBIDDEN_EFFECTS = ['refuse', 'hold'] as const

/** An entry of the list of forbidden texts. */
export interface ForbiddenEntry {
  readonly kind: (typeof FORBIDDEN_KINDS)[number]
  /** One to five words that follow each other, or a host, which stands for its subdomains too. */
  readonly value: string
  readonly does: (typeof FORBIDDEN_EFFECTS)[number]
}

/** Finds the entries in a text, each once; those that refuse it come first. */
export type FindForbidden = (text: string) => readonly ForbiddenEntry[]

/** How many words an entry has at most. */
export const FORBIDDEN_WORDS_MAX = 5

/** What a text with more hosts than are looked at holds, if there are forbidden ones: one of them may be among the rest. */
export const TOO_MANY_HOSTS: ForbiddenEntry = {
  kind: 'host',
  value: `more than ${HOSTS_MAX} hosts`,
  does: 'hold',
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu
/** Of a longer word only this beginning counts. */
const WORD_LENGTH_MAX = 64

/** An entry of words, each with its keys. */
interface Phrase {
  readonly entry: ForbiddenEntry
  readonly words: readonly (readonly string[])[]
}

/**
 * Prepares a list of forbidden texts. Words are compared by their keys, see `keysOf()`: in any form, case and accent, with invisible characters
 * or without. The time is proportional to the length of the text, and to the number of entries that begin with the same word.
 *
 * @example
 * ```ts
 * const find = prepareForbidden([{ kind: 'word', value: 'Waffe', does: 'hold' }])
 * find('Alte WAF\u00adFEN, günstig').map(({ value }) => value) // => ['Waffe']
 * find('Waffeln') // => []
 * ```
 */
export function prepareForbidden(entries: readonly ForbiddenEntry[]): FindForbidden {
  const phrases = new Map<string, Phrase[]>()
  const hosts: { readonly entry: ForbiddenEntry; readonly part: string }[] = []
  for (const entry of entries) {
    if (entry.kind === 'host') {
      const host = hostOf(entry.value)
      if (host !== undefined) hosts.push({ entry, part: `.${host}.` })
    } else {
      const words = wordsIn(entry.value).map((word) => keysOf(word))
      for (const key of words[0] ?? []) phrases.set(key, [...(phrases.get(key) ?? []), { entry, words }])
    }
  }

  function phrasesIn(text: string): ForbiddenEntry[] {
    if (phrases.size === 0) return []
    const words = wordsIn(text).map((word) => new Set(keysOf(word)))
    return words.flatMap((keys, place) =>
      [...keys].flatMap((key) =>
        (phrases.get(key) ?? []).filter((phrase) => isAt(phrase, words, place)).map(({ entry }) => entry),
      ),
    )
  }

  function hostEntriesIn(text: string): ForbiddenEntry[] {
    if (hosts.length === 0) return []
    const found = hostsIn(text)
    const all = found.map((host) => `.${host}.`).join(' ')
    const named = hosts.filter(({ part }) => all.includes(part)).map(({ entry }) => entry)
    return found.length > HOSTS_MAX ? [...named, TOO_MANY_HOSTS] : named
  }

  return function findForbidden(text) {
    const found = [...new Set([...phrasesIn(text), ...hostEntriesIn(text)])]
    return found.toSorted((a, b) => Number(b.does === 'refuse') - Number(a.does === 'refuse'))
  }
}

/**
 * The words of a text, in small letters.
 *
 * @example
 * ```ts
 * wordsIn('Free MONEY!') // => ['free', 'money']
 * ```
 */
export function wordsIn(text: string): string[] {
  return (plainKeyword(text).match(WORDS) ?? []).map((word) => word.slice(0, WORD_LENGTH_MAX))
}

function isAt({ words: wanted }: Phrase, words: readonly ReadonlySet<string>[], place: number): boolean {
  return wanted.every((keys, step) => keys.some((key) => words[place + step]?.has(key) === true))
}
