import type { Role } from '#lib/auth/caller.ts'

/**
 * Whom a route lets in:
 * - `own`: people who are signed in, each for what is theirs. What they try with things of others is tested for each such route.
 * - `any`: people who are signed in, where nothing belongs to one of them.
 * - `service`: other stations.
 * - `operate`, `admin`: people with that role; `admin` is also who knows the password of the platform.
 */
export type Grant = 'own' | 'any' | 'service' | 'operate' | 'admin'

/** Who may call a route: everybody, with the reason for that, or those who are named. */
export type Access = { readonly everybody: string } | readonly [Grant, ...Grant[]]

/**
 * The roles that a route lets in.
 *
 * @example
 * ```ts
 * rolesOf(['own', 'admin']) // => ['person', 'admin']
 * rolesOf({ everybody: 'signs in' }) // => ['public']
 * ```
 */
export function rolesOf(access: Access): readonly Role[] {
  if ('everybody' in access) return ['public']
  return access.map((grant) => (grant === 'own' || grant === 'any' ? 'person' : grant))
}
