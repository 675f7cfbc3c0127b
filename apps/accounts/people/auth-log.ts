import type { BetterAuthOptions } from 'better-auth'
import { messageOf } from '#lib/errors/message-of.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Writes what the sign-in library complains about, without the addresses and links it quotes. */
export function authLog(log: Logger): NonNullable<BetterAuthOptions['logger']> {
  return {
    level: 'error',
    disableColors: true,
    log(_level, message, ...details: unknown[]) {
      const reasons = details.filter((detail) => detail instanceof Error).map((error) => messageOf(error))
      log.warn('sign-in library complained', { says: withoutAddresses([message, ...reasons].join(': ')) })
    },
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
