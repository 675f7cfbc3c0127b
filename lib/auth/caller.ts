/** Permissions are given per role. No role includes another, except that everybody has `public`. */
export const ROLES = ['public', 'person', 'service', 'operate', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who makes a call, as far as the request proves it. */
export type Caller =
  | { readonly role: 'public' }
  | { readonly role: 'person'; readonly person: string }
  | { readonly role: 'service'; readonly service: string }
  | { readonly role: 'operate' | 'admin'; readonly person: string }

/** A caller who proved nothing. */
export const ANONYMOUS: Caller = { role: 'public' }

/**
 * The person behind a call, for rules about a person's own data.
 *
 * @example
 * ```ts
 * personOf({ role: 'person', person: 'anna' }) // => 'anna'
 * personOf({ role: 'public' }) // => undefined
 * ```
 */
export function personOf(caller: Caller): string | undefined {
  return 'person' in caller ? caller.person : undefined
}
