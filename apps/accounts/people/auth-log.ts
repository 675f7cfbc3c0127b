import { logger as libraryLog, type BetterAuthOptions } from 'better-auth'
import { messageOf } from '#lib/errors/message-of.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

// The library's MongoDB adapter creates indexes that exist already, see lib/store/mongodb/people-schema.ts.
const NO_MATTER = /^Could not create the (?:unique )?MongoDB index/u

/** A logger for warnings of the sign-in library, without the addresses and links in them. */
export function authLog(log: Logger): NonNullable<BetterAuthOptions['logger']> {
  return {
    level: 'error',
    disableColors: true,
    log(_level, message, ...details: unknown[]) {
      if (NO_MATTER.test(message)) return
      const reasons = details.filter((detail) => detail instanceof Error).map((error) => messageOf(error))
      log.warn('sign-in library complained', { says: withoutAddresses([message, ...reasons].join(': ')) })
    },
  }
}

/** Redirects the output of the library's adapters, which have no options, from the terminal to the same log. */
export function redirectLibraryLog(log: Logger): void {
  const { log: write } = authLog(log)
  for (const level of ['warn', 'error'] as const) {
    libraryLog[level] = (message: string, ...details: unknown[]) => write?.(level, message, ...details)
  }
}

/**
 * Replaces every word of a text that may be a mail address or a link.
 *
 * @example
 * ```ts
 * withoutAddresses('Cannot find mila@example.org here') // => 'Cannot find *** here'
 * ```
 */
export function withoutAddresses(text: string): string {
  return text.replaceAll(/\S+/gu, (word) => (word.includes('@') || word.includes('://') ? '***' : word))
}
