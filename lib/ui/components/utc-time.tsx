/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'

/** A point in time for people. */
interface UtcTimeProps {
  /** RFC 3339. */
  readonly at: string
  readonly language: Language
  /** For narrow columns: without seconds, and with the month as a number. */
  readonly isShort?: boolean
}

/** Shows a point in time, in UTC: a server does not know the time zone of its reader. */
export function UtcTime({ at, language, isShort = false }: UtcTimeProps) {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: isShort ? 'short' : 'medium',
    timeStyle: isShort ? 'short' : 'medium',
    timeZone: 'UTC',
    hourCycle: 'h23',
  })
  return <time datetime={at}>{`${format.format(new Date(at))} UTC`}</time>
}
