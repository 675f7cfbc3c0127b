import type { BetterAuthOptions } from 'better-auth'

/** Rate limits per client address, in seconds; endpoints that hash a password or send a mail have stricter limits. */
export const RATE_LIMITS: NonNullable<BetterAuthOptions['rateLimit']> = {
  enabled: true,
  storage: 'database',
  window: 60,
  max: 120,
  customRules: {
    '/sign-in/email': { window: 60, max: 20 },
    '/sign-up/email': { window: 60, max: 20 },
    '/change-password': { window: 60, max: 5 },
    '/reset-password': { window: 60, max: 10 },
    '/request-password-reset': { window: 60, max: 5 },
    '/send-code': { window: 60, max: 5 },
    '/sign-in/code': { window: 60, max: 20 },
    '/send-verification-email': { window: 60, max: 5 },
  },
}
