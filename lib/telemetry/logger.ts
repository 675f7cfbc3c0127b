/** Fields of a log line. They never contain an address, a coordinate, a key or text that a person wrote. */
export type LogFields = Readonly<Record<string, unknown>>

/** Each call writes one JSON line: a fixed message and fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** Creates a logger that adds these fields to every line. */
  with(fields: LogFields): Logger
}

/** The severity of a line. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
