/** @jsxImportSource hono/jsx */
import type { SignTexts } from '../texts/sign-texts.ts'
import { FormOutcome } from './form-field.tsx'

/**
 * Signs up once more with the same, so that another mail comes: a mail for the newest sign-up could be for that of somebody
 * else. The page's script puts the address and the password in.
 */
export function AgainForm({ texts, isHidden = false }: { texts: SignTexts['mailSent']; isHidden?: boolean }) {
  return (
    <form id="again" method="post" action="/accounts/auth/sign-up/email" hidden={isHidden}>
      <input type="hidden" name="email" />
      <FormOutcome />
      <button type="submit" disabled class="second" data-done={texts.sentAgain}>
        {texts.again}
      </button>
    </form>
  )
}
