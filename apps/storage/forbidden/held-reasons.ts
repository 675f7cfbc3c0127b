const REASONS = /^It holds "(.+)"\. It is hidden until we have looked at it\.$/su

/**
 * What the owner reads of a search or an offer that is hidden because of a forbidden word or host.
 *
 * @example
 * ```ts
 * heldReasons('knife') // => 'It holds "knife". It is hidden until we have looked at it.'
 * ```
 */
export function heldReasons(held: string): string {
  return `It holds "${held}". It is hidden until we have looked at it.`
}

/**
 * The forbidden word or host of `heldReasons()`; undefined when operators hid it for reasons of their own.
 *
 * @example
 * ```ts
 * heldBecause(heldReasons('free "money"')) // => 'free "money"'
 * heldBecause('It is a scam') // => undefined
 * ```
 */
export function heldBecause(reasons: string): string | undefined {
  return REASONS.exec(reasons)?.[1]
}
