import type { KeyRing } from '#lib/auth/key-file.ts'
import type { EndingStore } from '#lib/store/endings.ts'
import type { Auth } from './open-auth.ts'

/** What the routes for people stand on. */
export interface PeopleOptions {
  readonly auth: Auth
  readonly keys: KeyRing
  /** Whether a person's account was deleted: what is left of their sessions gives nothing any more. */
  readonly isErased: (person: string) => Promise<boolean>
  /** The sessions that ended. */
  readonly endings: EndingStore
  /** Proxies before edge/web whose X-Forwarded-For is believed. */
  readonly trustedHops: number
}
