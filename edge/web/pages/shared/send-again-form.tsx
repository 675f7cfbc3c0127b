/** @jsxImportSource preact */
import { Form, type SentForm } from '#lib/ui/components/form.tsx'
import type { en } from './send-again-texts.en.ts'

/** The address and the password that somebody typed. */
export function credentialsIn({ email, password }: SentForm['values']): { email: string; password: string } {
  return { email: String(email), password: String(password) }
}

/** What the form sends, and its texts. */
interface SendAgainProps {
  readonly texts: typeof en
  readonly email: string
  readonly password: string
}

/**
 * Signs up again with the same address and password, so that another mail is sent. A route that only sends the mail again
 * would do so for the newest sign-up with this address, which may be somebody else's.
 */
export function SendAgainForm({ texts, email, password }: SendAgainProps) {
  return (
    <Form
      id="again"
      operation="POST /accounts/auth/sign-up/email"
      look="second"
      submit={texts.again}
      done={texts.sentAgain}
      added={() => ({ email, password })}
    />
  )
}
