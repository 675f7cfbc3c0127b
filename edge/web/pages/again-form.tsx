/** @jsxImportSource hono/jsx */
import type { SignTexts } from '../texts/sign-texts.ts'
import { FormOutcome } from './form-field.tsx'

/** Has the mail that confirms an address sent again; the page's script puts the address in. */
export function AgainForm({ texts, isHidden = false }: { texts: SignTexts['mailSent']; isHidden?: boolean }) {
  return (
    <form id="again" method="post" action="/accounts/auth/send-verification-email" hidden={isHidden}>
      <input type="hidden" name="email" />
      <FormOutcome />
      <button type="submit" disabled class="second" data-done={texts.sentAgain}>
        {texts.again}
      </button>
    </form>
  )
}
