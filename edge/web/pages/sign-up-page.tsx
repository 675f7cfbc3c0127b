/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { AgainForm } from './again-form.tsx'
import { EmailField, FormOutcome, NewPasswordField } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'

/** Where somebody gets an account. */
export function SignUpPage({ language }: { language: Language }) {
  const texts = signTexts[language]
  return (
    <PeoplePage language={language} title={texts.signUp.title} script="sign-up.js">
      <section id="asking">
        <h1>{texts.signUp.title}</h1>
        <form id="sign-up" method="post" action="/accounts/auth/sign-up/email">
          <EmailField form="sign-up" label={texts.email} />
          <NewPasswordField form="sign-up" name="password" label={texts.password} hint={texts.passwordHint} />
          <FormOutcome />
          <button type="submit" disabled>
            {texts.signUp.submit}
          </button>
        </form>
        <p>
          <a href="/sign-in">{texts.signUp.hasAccount}</a>
        </p>
      </section>
      <section id="asked" hidden>
        <h1 tabindex={-1}>{texts.mailSent.title}</h1>
        <p>{texts.mailSent.text}</p>
        <AgainForm texts={texts.mailSent} />
      </section>
    </PeoplePage>
  )
}
