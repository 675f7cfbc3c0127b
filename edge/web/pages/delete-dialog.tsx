/** @jsxImportSource hono/jsx */
import type { AccountTexts } from '../texts/account-texts.ts'
import { FormField, FormOutcome } from './form-field.tsx'

/** Asks for the password before an account is deleted, and says what goes with it. */
export function DeleteDialog({ texts }: { texts: AccountTexts['leave'] }) {
  return (
    <dialog id="leaving" aria-labelledby="leaving-title">
      <form id="delete" method="post" action="/accounts/people/me" data-method="DELETE">
        <h2 id="leaving-title">{texts.title}</h2>
        <p>{texts.text}</p>
        <ul>
          {texts.gone.map((thing) => (
            <li>{thing}</li>
          ))}
        </ul>
        <p>{texts.copies}</p>
        <FormField
          form="delete"
          name="password"
          label={texts.password}
          type="password"
          autocomplete="current-password"
        />
        <FormOutcome />
        <p class="buttons">
          <button type="submit" disabled class="danger">
            {texts.submit}
          </button>
          <button type="button" class="second" data-close>
            {texts.cancel}
          </button>
        </p>
      </form>
      <p id="left" data-done={texts.done} role="status" hidden></p>
      <p id="left-home" hidden>
        <a href="/">{texts.home}</a>
      </p>
    </dialog>
  )
}
