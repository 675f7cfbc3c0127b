import type { Logger } from '#lib/telemetry/logger.ts'

/** A logger for tests that look at outcomes, not at lines. */
export const quietLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => quietLog,
}
