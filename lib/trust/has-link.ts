// Domains that are also words need a path: "like.it" is a missing space, "like.it/x" is a link.
const LINK =
  /[a-z]:\/\/|\bwww\.|\bmailto:|[\p{L}\p{N}]\.(?:(?:com|net|org|info|biz|de|ch|eu|uk|fr|nl|pl|cz|ru|cn|tk|io|co|app|dev|shop|store|site|online|website|xyz|link|club|top|live|page|click|gg|cc)(?![\p{L}\p{N}-])|(?:at|be|es|in|is|it|me|so|to|us|tv|ly|gl|ai)\/)/iu

// Characters that are not seen, and that browsers leave out of an address.
const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/gu

// Browsers read these as the dot between the parts of a domain.
const DOTS = /[\u3002\uFF0E\uFF61]/gu

/**
 * True when a text holds a web or mail address, also one that is disguised by invisible or unusual characters.
 *
 * @example
 * ```ts
 * hasLink('Look at https://example.com') // => true
 * hasLink('example.com has it') // => true
 * hasLink('Is it there?I like.it') // => false
 * hasLink('At 10.30, for 5.99') // => false
 * ```
 */
export function hasLink(text: string): boolean {
  return LINK.test(text.replaceAll(DOTS, '.').normalize('NFKC').replaceAll(UNSEEN, ''))
}
