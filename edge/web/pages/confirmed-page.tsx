/** @jsxImportSource hono/jsx */
import type { Language } from '#lib/http/preferred-language.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { signTexts } from '../texts/sign-texts.ts'
import { PeoplePage } from './people-page.tsx'

/** Where the link that confirms an address ends, whether it was good or not. */
export function ConfirmedPage({ language, isGood }: { language: Language; isGood: boolean }) {
  const texts = signTexts[language]
  const { title, text } = isGood ? texts.confirmed : texts.notConfirmed
  return (
    <PeoplePage language={language} title={title} script="confirmed.js">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href="/sign-in">{frameTexts[language].signIn}</a>
      </p>
      {/* No mail once more: the newest sign-up with the address may be somebody else's. */}
      {!isGood && (
        <p>
          <a href="/sign-up">{texts.signUp.title}</a>
        </p>
      )}
    </PeoplePage>
  )
}
