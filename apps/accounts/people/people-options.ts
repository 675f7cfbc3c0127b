import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Auth } from './open-auth.ts'

/** What the routes for people stand on. */
export interface PeopleOptions {
  readonly auth: Auth
  readonly keys: KeyRing
  /** Proxies before edge/web whose X-Forwarded-For is believed. */
  readonly trustedHops: number
}
