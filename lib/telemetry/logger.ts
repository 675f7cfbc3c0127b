/** Fields beside a message. Never an address, a coordinate, a key or text a person wrote. */
export type LogFields = Readonly<Record<string, unknown>>

/** Writes one JSON line each: a fixed message, and fields beside it. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger
}

/** How severe a line is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
