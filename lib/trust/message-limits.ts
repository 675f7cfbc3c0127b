import { hasLink } from '#lib/trust/has-link.ts'

/** How many messages a person may write before the other one answers. */
export const BEFORE_ANSWER_MAX = 2

/** How many messages of both come before the first picture. */
export const BEFORE_PICTURES = 5

/** Why a message cannot be written yet. */
export type TooEarly = 'links_too_early' | 'pictures_too_early'

/** What two people have written to each other. */
export interface Conversation {
  /** True when the other person has written. */
  readonly isAnswered: boolean
  /** How many messages both have written. */
  readonly count: number
}

/**
 * Why a message cannot be written yet; undefined when it can. There are no links before the other person has answered, and no pictures in
 * the first messages.
 *
 * @example
 * ```ts
 * tooEarly({ text: 'See example.com' }, { isAnswered: false, count: 1 }) // => 'links_too_early'
 * tooEarly({ text: 'See example.com' }, { isAnswered: true, count: 2 }) // => undefined
 * tooEarly({ text: '', image: 'ab' }, { isAnswered: true, count: 4 }) // => 'pictures_too_early'
 * ```
 */
export function tooEarly(
  { text, image }: { readonly text: string; readonly image?: string | undefined },
  { isAnswered, count }: Conversation,
): TooEarly | undefined {
  if (!isAnswered && hasLink(text)) return 'links_too_early'
  return image !== undefined && count < BEFORE_PICTURES ? 'pictures_too_early' : undefined
}
