import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Hashes and verifies passwords. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>
  readonly verify: (given: { readonly hash: string; readonly password: string }) => Promise<boolean>
}

/** The library's scrypt with a counter: each hash takes tens of milliseconds of a core, the main cost of a flood of sign-ins. */
export function countedPasswords(metrics: Metrics): Passwords {
  const count = metrics
    .counter('push_accounts_password_hashes_total', 'Passwords hashed, to be stored or to be compared')
    .series({})
  return {
    hash(password) {
      count()
      return hashPassword(password)
    },
    verify(given) {
      count()
      return verifyPassword(given)
    },
  }
}
