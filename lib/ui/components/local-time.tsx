/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'

/** Shows a point in time (RFC 3339) in the time zone of the browser; for islands that are filled in the browser. */
export function LocalTime({ at, language }: { readonly at: string; readonly language: Language }) {
  const date = new Date(at)
  const text = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(date)
  return <time datetime={date.toISOString()}>{text}</time>
}
