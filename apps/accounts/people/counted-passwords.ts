import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** How passwords are kept and checked. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>
  readonly verify: (given: { readonly hash: string; readonly password: string }) => Promise<boolean>
}

/** The sign-in library's own scrypt, counted: each is tens of milliseconds of a core, and what a flood of sign-ins costs. */
export function countedPasswords(metrics: Metrics): Passwords {
  const count = metrics
    .counter('push_accounts_password_hashes_total', 'Passwords hashed, to be kept or to be compared')
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
