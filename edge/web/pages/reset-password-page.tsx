/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { EmailField, FormOutcome, NewPasswordField } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'

/** Where somebody asks for a new password, and where the link in the mail leads, to choose it. */
export function ResetPasswordPage({ language }: { language: Language }) {
  const texts = signTexts[language]
  return (
    <PeoplePage language={language} title={texts.askReset.title} script="reset-password.js">
      <section id="asking">
        <h1>{texts.askReset.title}</h1>
        <p>{texts.askReset.text}</p>
        <form id="ask" method="post" action="/accounts/auth/request-password-reset">
          <EmailField form="ask" label={texts.email} />
          <FormOutcome />
          <button type="submit" disabled data-done={texts.askReset.done}>
            {texts.askReset.submit}
          </button>
        </form>
      </section>
      <section id="choosing" hidden>
        <h1>{texts.reset.title}</h1>
        <form id="choose" method="post" action="/accounts/auth/reset-password">
          <NewPasswordField
            form="choose"
            name="newPassword"
            label={texts.newPassword}
            hint={texts.passwordHint}
          />
          <p class="error" data-error="token" role="alert"></p>
          <FormOutcome />
          <button type="submit" disabled data-done={texts.reset.done}>
            {texts.reset.submit}
          </button>
        </form>
        <p>
          <a href="/sign-in">{frameTexts[language].signIn}</a>
        </p>
      </section>
    </PeoplePage>
  )
}
