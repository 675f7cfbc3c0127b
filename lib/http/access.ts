import type { Role } from '#lib/auth/caller.ts'

/**
 * Who may call a route:
 * - `own`: people who are signed in, each for their own data. Tests call each such route with the data of others.
 * - `any`: people who are signed in, where the data does not belong to one person.
 * - `service`: other stations.
 * - `operate`, `admin`: people with that role. A caller who knows the password of the platform is also `admin`.
 */
export type Grant = 'own' | 'any' | 'service' | 'operate' | 'admin'

/** Who may call a route: everybody, with the reason for that, or the listed grants. */
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
