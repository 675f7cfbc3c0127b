/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { EmailField, FormOutcome } from './form-field.tsx'
import { PeoplePage } from './people-page.tsx'

/** Where the link that confirms an address ends, whether it was good or not. */
export function ConfirmedPage({ language, isGood }: { language: Language; isGood: boolean }) {
  const texts = signTexts[language]
  const { title, text } = isGood ? texts.confirmed : texts.notConfirmed
  return (
    <PeoplePage language={language} title={title} script="confirmed.js">
      <h1>{title}</h1>
      <p>{text}</p>
      {!isGood && (
        <form id="again" method="post" action="/accounts/auth/send-verification-email">
          <EmailField form="again" label={texts.email} />
          <FormOutcome />
          <button type="submit" disabled class="second" data-done={texts.mailSent.sentAgain}>
            {texts.askReset.submit}
          </button>
        </form>
      )}
      <p>
        <a href="/sign-in">{frameTexts[language].signIn}</a>
      </p>
    </PeoplePage>
  )
}
