/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks'
import { Field } from '#lib/ui/components/form.tsx'
import type { en } from './code-texts.en.ts'

/** A code that was sent: the ticket of this tab, and the address. */
export interface SentCode {
  readonly ticket: string
  readonly email: string
}

/** The field for the code in a mail; it gets the focus. Browsers fill in the code where the system knows the mail. */
export function CodeField({ texts, email }: { readonly texts: typeof en; readonly email: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={place}>
      <p role="status">{texts.sent.replace('{email}', email)}</p>
      <Field
        name="code"
        label={texts.code}
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={32}
      />
    </div>
  )
}
