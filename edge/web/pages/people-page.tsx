/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Language } from '#lib/http/preferred-language.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { problemTexts } from '../texts/problem-texts.ts'
import { PageHead } from './page-head.tsx'

/** What a page for people is made of. */
interface PeoplePageProps {
  readonly language: Language
  readonly title: string
  /** Its script, a file of `public`. */
  readonly script: string
  /** True for a page that is shown only to who has signed in. */
  readonly isPersonal?: boolean
  readonly children: Child
}

/** A page for people: a header that tells who is signed in, and what problems are called in their language. */
export function PeoplePage({ language, title, script, isPersonal = false, children }: PeoplePageProps) {
  const texts = frameTexts[language]
  return (
    <html lang={language}>
      <PageHead title={title}>
        <link rel="stylesheet" href="/public/people.css" />
        <script type="module" src={`/public/${script}`}></script>
      </PageHead>
      <body data-session="unknown" data-personal={isPersonal ? '' : undefined}>
        <header>
          <a class="brand" href="/">
            <img src="/public/icon.svg" alt="" width={28} height={28} /> Pushtech
          </a>
          <nav class="if-in" aria-label={texts.pages}>
            <a href="/account">{texts.account}</a>
            <a href="/devices">{texts.devices}</a>
          </nav>
          <p class="who if-in">
            <span id="who"></span>
            <button type="button" class="plain" id="sign-out">
              {texts.signOut}
            </button>
          </p>
          <nav class="who if-out" aria-label={texts.pages}>
            <a href="/sign-in">{texts.signIn}</a>
            <a href="/sign-up">{texts.signUp}</a>
          </nav>
        </header>
        <main class="people">
          <noscript>
            <p class="error">{texts.needsScript}</p>
          </noscript>
          <p class="error if-unreachable" role="alert">
            {texts.unreachable}
          </p>
          {children}
        </main>
        <template id="problems">
          {Object.entries(problemTexts[language]).map(([code, text]) => (
            <p data-code={code}>{text}</p>
          ))}
        </template>
      </body>
    </html>
  )
}
