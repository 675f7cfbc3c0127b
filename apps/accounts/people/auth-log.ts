import { logger as libraryLog, type BetterAuthOptions } from 'better-auth'
import { messageOf } from '#lib/errors/message-of.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

// Its adapter for MongoDB makes indexes that are there already, see lib/store/mongodb/people-schema.ts.
const NO_MATTER = /^Could not create the (?:unique )?MongoDB index/u

/** Writes what the sign-in library complains about, without the addresses and links it quotes. */
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

/** Lets the parts of the library that know no options, its adapters, write to the same log instead of to the terminal. */
export function redirectLibraryLog(log: Logger): void {
  const { log: write } = authLog(log)
  for (const level of ['warn', 'error'] as const) {
    libraryLog[level] = (message: string, ...details: unknown[]) => write?.(level, message, ...details)
  }
}

/**
 * A text with every word that may be a mail address or a link taken out.
 *
 * @example
 * ```ts
 * withoutAddresses('Cannot find mila@example.org here') // => 'Cannot find *** here'
 * ```
 */
export function withoutAddresses(text: string): string {
  return text.replaceAll(/\S+/gu, (word) => (word.includes('@') || word.includes('://') ? '***' : word))
}
