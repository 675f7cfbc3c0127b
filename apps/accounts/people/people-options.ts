import type { KeyRing } from '#lib/auth/key-file.ts'
import type { EndingStore } from '#lib/store/endings.ts'
import type { Auth } from './open-auth.ts'

/** The dependencies of the routes for people. */
export interface PeopleOptions {
  readonly auth: Auth
  readonly keys: KeyRing
  /** Whether a person's account was deleted; the rest of their sessions then gives no tokens. */
  readonly isErased: (person: string) => Promise<boolean>
  /** The sessions that ended. */
  readonly endings: EndingStore
  /** Number of trusted proxies in front of edge/web. */
  readonly trustedHops: number
}
