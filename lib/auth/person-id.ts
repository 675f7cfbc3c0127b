/** The pattern of `isPersonId()`, for the documents of APIs. */
export const PERSON_ID = /^[A-Za-z0-9][A-Za-z0-9._@:-]{0,63}$/u

/**
 * True for text that can be the id of a person: 1–64 characters, the first one a letter or a digit. So it is never a path
 * step such as `..`, nor a built-in property of JavaScript such as `__proto__`.
 *
 * @example
 * ```ts
 * isPersonId('anna') // => true
 * isPersonId('..') // => false
 * isPersonId('__proto__') // => false
 * ```
 */
export function isPersonId(text: string): boolean {
  return PERSON_ID.test(text)
}
