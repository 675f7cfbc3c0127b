import pino from 'pino'
import { redactText } from '#lib/privacy/redact-text.ts'
import { loggable } from '#lib/telemetry/loggable.ts'
import { openSeldom } from '#lib/telemetry/open-seldom.ts'
import type { LogFields, Logger, LogLevel } from '#lib/telemetry/logger.ts'
import { openDestination, type LogTarget } from '#lib/telemetry/open-destination.ts'

/** Options of `openLogger()`. */
export interface LoggerOptions {
  /** Secret texts to hide in all lines. */
  readonly secrets?: readonly string[]
  /** Called for each lost line. */
  readonly onLost?: () => void
}

/** A logger that can be flushed. */
export interface OpenLogger extends Logger {
  /** Resolves when all lines are written, or after this time. */
  flush(waitMs: number): Promise<void>
}

/**
 * Opens a logger that writes JSON lines. Every field, including errors and their causes, passes through `loggable()`, which removes
 * passwords, keys, addresses and positions. Logging never fails and never blocks, see `openDestination()`. A repeated warning is
 * written once a minute, see `openSeldom()`.
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
    onBack: (lines) => log.warn('log lines were lost', { lines }),
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
