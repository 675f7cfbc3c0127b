/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { AgainForm } from './again-form.tsx'
import { EmailField, FormField, FormOutcome } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'

/** Where somebody with an account gets a session. */
export function SignInPage({ language }: { language: Language }) {
  const texts = signTexts[language]
  return (
    <PeoplePage language={language} title={texts.signIn.title} script="sign-in.js">
      <h1>{texts.signIn.title}</h1>
      <form id="sign-in" method="post" action="/accounts/auth/sign-in/email">
        <EmailField form="sign-in" label={texts.email} />
        <FormField
          form="sign-in"
          name="password"
          label={texts.password}
          type="password"
          autocomplete="current-password"
        />
        <label class="check">
          <input type="checkbox" name="rememberMe" checked /> {texts.rememberMe}
        </label>
        <FormOutcome />
        <button type="submit" disabled>
          {texts.signIn.submit}
        </button>
      </form>
      <AgainForm texts={texts.mailSent} isHidden />
      <p>
        <a href="/reset-password">{texts.signIn.forgot}</a>
      </p>
      <p>
        <a href="/sign-up">{texts.signIn.isNew}</a>
      </p>
    </PeoplePage>
  )
}
