// What people type for an apostrophe, keyboards set for them, and fonts draw alike. The acute accent and the grave stand here
// because they are typed alone; on a letter they are accents. Mapped first: normalization makes some of them spaces and marks.
const APOSTROPHES = /['`´‘’‛′‵ʹʻʼʽʾˈˊˋ΄՚׳Ꞌꞌ＇｀\u1fef\u1ffd]| \u0301/gu
// Dashes of all kinds, the minus sign, the hyphen bullet and the modifier.
const HYPHENS = /[\p{Dash_Punctuation}−⁃˗]/gu
// Characters that are not drawn: zero-width spaces and joiners, soft hyphens, variation selectors, tags, fillers; and controls.
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu
// Not \s, which has the byte order mark too.
const SPACES = /\p{White_Space}+/gu
// Accents of Latin, Greek and Cyrillic letters. Vowel signs of other scripts stay: without them words would be others.
const ACCENTS = /(?:[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f])+/gu

/** Letters that Unicode does not take apart into a letter and an accent, and what people type who have no key for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  ȷ: 'j',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ɖ: 'd',
  ø: 'o',
  ħ: 'h',
  ŧ: 't',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ŋ: 'n',
  ĸ: 'k',
  ƀ: 'b',
  ȼ: 'c',
  ɇ: 'e',
  ǥ: 'g',
  ɨ: 'i',
  ɉ: 'j',
  ƚ: 'l',
  ɍ: 'r',
  ⱥ: 'a',
  ⱦ: 't',
  ʉ: 'u',
  ɏ: 'y',
  ƶ: 'z',
}
const NOT_ASCII = /[^\x20-\x7e]/gu

// Most words are such: they are folded at once.
const ASCII = /^[\x20-\x7e]*$/u

/** Each changes what the one before left, in rare scripts once more: so many times are always enough. */
const ROUNDS_MAX = 8

/**
 * Folds a keyword so that spellings of one word are equal: case, accents and compatibility forms go, as Unicode's
 * NFKC_Casefold has it; what is not drawn goes too; apostrophes and hyphens of all kinds become one; letters without a
 * decomposition become those that stand for them; spaces collapse. A leading `#` stays. Empty when nothing is left but
 * apostrophes, hyphens and spaces.
 *
 * @example
 * ```ts
 * foldKeyword('  Fahrräder ') // => 'fahrrader'
 * foldKeyword('Rock\u2019n\u2019Roll') // => "rock'n'roll"
 * foldKeyword('Łódź') // => 'lodz'
 * foldKeyword('#POI') // => '#poi'
 * foldKeyword('\u200b\u00ad') // => ''
 * ```
 */
export function foldKeyword(keyword: string): string {
  if (ASCII.test(keyword))
    return orNothing(keyword.toLowerCase().replaceAll('`', "'").replace(SPACES, ' ').trim())
  let folded = foldOnce(keyword.toWellFormed())
  for (let round = 1; round < ROUNDS_MAX; round += 1) {
    const again = foldOnce(folded)
    if (again === folded) break
    folded = again
  }
  return orNothing(folded)
}

/**
 * A keyword in small letters, without what is not drawn, its accents as they were: what rules of a language look at.
 *
 * @example
 * ```ts
 * plainKeyword('FAHR\u00adRÄDER') // => 'fahrräder'
 * ```
 */
export function plainKeyword(keyword: string): string {
  return withoutIgnored(keyword.toWellFormed()).normalize('NFKC').toLowerCase().normalize('NFC').trim()
}

function orNothing(folded: string): string {
  return /^['\- ]*$/u.test(folded) ? '' : folded
}

function foldOnce(text: string): string {
  return (
    withoutIgnored(text)
      .normalize('NFKD')
      .replace(ACCENTS, '')
      // There and back is what full case folding does: ß and ŉ become two letters, all forms of sigma one.
      .toUpperCase()
      .toLowerCase()
      .replace(NOT_ASCII, (letter) => LETTERS[letter] ?? letter)
      .normalize('NFC')
      .replace(HYPHENS, '-')
      .replace(SPACES, ' ')
      .trim()
  )
}

function withoutIgnored(text: string): string {
  // Tabs and line breaks are controls: they become spaces first.
  return text.replace(APOSTROPHES, "'").replace(SPACES, ' ').replace(IGNORED, '')
}
