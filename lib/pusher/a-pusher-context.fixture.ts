import type { PusherOptions } from '#lib/pusher/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

/** The options of `openPushers()` for tests; `given` overrides some. */
export function aPusherContext(given: Partial<PusherOptions> = {}): PusherOptions {
  return {
    config: {},
    log: quietLog,
    publicUrl: 'http://127.0.0.1:5123',
    trustedOrigins: new Set(),
    openMailer: () => Promise.reject(new Error('Cannot open a mailer: this test has none')),
    addressOf: () => Promise.resolve(undefined),
    ...given,
  }
}
