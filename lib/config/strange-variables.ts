import { distance } from 'fastest-levenshtein'
import type { Environment } from '#lib/config/read-config.ts'
import { isServiceLink } from '#lib/config/service-links.ts'

// Shorter names, such as HOST, are similar to too many unrelated variables.
const LENGTH_MIN = 7
const SHORT_WORD = 4
// One mistake in a name of 7 letters, two in one of 12.
const LETTERS_PER_MISTAKE = 6
const MISTAKES_MAX = 3
const SUFFIX_LENGTH_MAX = 8
const PREFIX = /^(?:PUSH|PUSHTECH)_/u

// Kubernetes and Docker set these variables for each service. Their names may begin like ours: WEB_PORT_80_TCP_ADDR.
const SERVICE_LINK = /_(?:SERVICE_(?:HOST|PORT)|PORT_\d+_(?:TCP|UDP|SCTP))(?:_|$)/u
const OF_OTHERS = /^(?:npm_|NPM_|KUBERNETES_|BUN_|NODE_|AWS_)/u

/**
 * Returns a warning for each unknown variable whose name is similar to a known one, with a suggestion. Variables with the prefixes
 * of other programs cause no warning.
 *
 * @param known the variables that the platform reads
 * @example
 * ```ts
 * strangeVariables({ WEB_PROT: '80', PATH: '/bin' }, ['WEB_PORT']) // => ['Unknown variable WEB_PROT: did you mean WEB_PORT?']
 * ```
 */
export function strangeVariables(environment: Environment, known: readonly string[]): string[] {
  const read = new Set(known)
  return Object.entries(environment)
    .filter(([name, value]) => value !== undefined && !read.has(name))
    .filter(
      ([name, value = '']) => !SERVICE_LINK.test(name) && !isServiceLink(value) && !OF_OTHERS.test(name),
    )
    .map(([name]) => ({ name, meant: nearest(name, known) }))
    .filter(({ meant }) => meant !== undefined)
    .map(({ name, meant }) => `Unknown variable ${name}: did you mean ${meant}?`)
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const upper = name.toUpperCase().replaceAll(/[-.]/gu, '_')
  const bare = upper.replace(PREFIX, '')
  const near = names.filter((known) => isNear(upper, known) || isNear(bare, known))
  return near.toSorted((a, b) => distance(bare, a) - distance(bare, b))[0]
}

function isNear(name: string, known: string): boolean {
  if (known.length < LENGTH_MIN || name.length < LENGTH_MIN - 1) return false
  const mistakes = Math.min(MISTAKES_MAX, Math.floor(known.length / LETTERS_PER_MISTAKE))
  return (
    isMisspelt(name, known, mistakes) ||
    hasOneWrongWord(name, known) ||
    sorted(name.split('_')) === sorted(known.split('_')) ||
    isCutOff(name, known) ||
    (name.startsWith(`${known}_`) && name.length - known.length <= SUFFIX_LENGTH_MAX)
  )
}

/** True if exactly one word of the name is misspelt: STROE_URL. Sharing a word such as PORT does not make two names similar. */
function hasOneWrongWord(name: string, known: string): boolean {
  const words = name.split('_')
  const knownWords = known.split('_')
  if (words.length !== knownWords.length || words.length < 2) return false
  const wrong = words.flatMap((word, index) =>
    word === knownWords[index] ? [] : [{ word, knownWord: knownWords[index] ?? '' }],
  )
  return (
    wrong.length === 1 &&
    wrong.every(({ word, knownWord }) => isMisspelt(word, knownWord, knownWord.length > SHORT_WORD ? 2 : 1))
  )
}

/** Two swapped neighbouring letters count as one mistake. */
function isMisspelt(word: string, known: string, mistakesMax: number): boolean {
  return distance(word, known) <= mistakesMax || isSwapped(word, known)
}

function isSwapped(word: string, known: string): boolean {
  const at = Array.from(known).findIndex((letter, index) => letter !== word[index])
  const swapped = `${known.slice(0, at)}${known[at + 1] ?? ''}${known[at] ?? ''}${known.slice(at + 2)}`
  return at !== -1 && word === swapped
}

/** True for the beginning of a longer name: EVENT_BYTES. */
function isCutOff(name: string, known: string): boolean {
  return name.includes('_') && known.startsWith(name) && 2 * name.length > known.length
}

function sorted(parts: readonly string[]): string {
  return parts.toSorted().join('_')
}
