const CONSONANTS = 'bdfgklmnprtvwz'
const VOWELS = 'aiou'
const SYLLABLES = CONSONANTS.length * VOWELS.length
const SYLLABLES_IN_WORD = 3

/** The word with a number below 175,616. No two words are the same, and each has one matching key. */
export function wordOf(number: number): string {
  let word = ''
  let rest = number
  for (let count = 0; count < SYLLABLES_IN_WORD; count += 1) {
    const syllable = rest % SYLLABLES
    word += `${CONSONANTS[syllable % CONSONANTS.length]}${VOWELS[Math.floor(syllable / CONSONANTS.length)]}`
    rest = Math.floor(rest / SYLLABLES)
  }
  return word
}
