import pino from 'pino'
import { redactText } from '#lib/privacy/redact-text.ts'
import { loggable } from '#lib/telemetry/loggable.ts'
import { openSeldom } from '#lib/telemetry/open-seldom.ts'
import type { LogFields, Logger, LogLevel } from '#lib/telemetry/logger.ts'
import { openDestination, type LogTarget } from '#lib/telemetry/open-destination.ts'

/** How to log. */
export interface LoggerOptions {
  /** Texts that are known to be secret. */
  readonly secrets?: readonly string[]
  /** Called for each line that could not be written. */
  readonly onLost?: () => void
}

/** A logger, and how to end it. */
export interface OpenLogger extends Logger {
  /** Resolves when what was logged has arrived, or after this time. */
  flush(waitMs: number): Promise<void>
}

/**
 * A logger that writes JSON lines. Every field, and every error in it with its causes, goes through `loggable()`, the one place
 * that keeps passwords, keys, addresses and places out of the log. Logging never fails and never waits: see
 * `openDestination()`. A warning that comes again and again is written once a minute, see `openSeldom()`.
 *
 * @throws when the target cannot be opened.
 */
export function openLogger(
  level: LogLevel,
  target: LogTarget = 1,
  { secrets = [], onLost = () => undefined }: LoggerOptions = {},
): OpenLogger {
  const seldom = openSeldom()
  const redact = (text: string) => redactText(text, secrets)
  const destination = openDestination(target, {
    onLost,
    onBack: (lines) => log.warn('lines of the log were lost', { lines }),
  })
  const log = wrap(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    ),
  )

  function wrap(logger: pino.Logger): Logger {
    function write(lineLevel: LogLevel, message: string, fields: LogFields = {}): void {
      if (!logger.isLevelEnabled(lineLevel)) return
      const key = `${logger.bindings()['station'] ?? ''} ${message}`
      const leftOut = lineLevel === 'warn' ? seldom.due(key, performance.now()) : 0
      if (leftOut === undefined) return
      logger[lineLevel]({ ...safe(fields), ...(leftOut > 0 && { leftOut }) }, redact(message))
    }
    return {
      debug: (message, fields) => write('debug', message, fields),
      info: (message, fields) => write('info', message, fields),
      warn: (message, fields) => write('warn', message, fields),
      error: (message, fields) => write('error', message, fields),
      with: (fields) => wrap(logger.child(safe(fields))),
    }
  }

  function safe(fields: LogFields): object {
    const described = loggable(fields, redact)
    return typeof described === 'object' && described !== null ? described : { fields: described }
  }

  return { ...log, flush: (waitMs) => destination.flush(waitMs) }
}
