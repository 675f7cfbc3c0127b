import pino from 'pino'
import type { LogFields, Logger, LogLevel } from '#lib/telemetry/logger.ts'

/** Where a logger writes: a file descriptor (1 is stdout) or a file's path, to which it appends. */
export type LogTarget = number | string

/** A logger that writes JSON lines at once, so that the last line before a crash is there. */
export function openLogger(level: LogLevel, target: LogTarget = 1): Logger {
  const destination = pino.destination({ dest: target, sync: true, mkdir: true })
  return wrap(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { error: describeError },
      },
      destination,
    ),
  )
}

function wrap(logger: pino.Logger): Logger {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    with: (fields: LogFields) => wrap(logger.child(fields)),
  }
}

function describeError(error: unknown): unknown {
  return error instanceof Error ? pino.stdSerializers.errWithCause(error) : error
}
