/** @jsxImportSource preact */
import type { FrameProps } from '#lib/ui/frame.ts'
import { Brand } from './brand.tsx'
import { Foot } from './foot.tsx'
import { frameTexts } from './frame-texts.ts'
import { Problems } from './problems.tsx'
import { CONTENT, SkipLink } from './skip-link.tsx'

/** What is around the pages for people. Its script shows who is signed in; without it both ways in are shown. */
export function PeopleFrame({ language, here, children }: FrameProps) {
  const texts = frameTexts[language]
  const [path] = here.split('?')
  const current = (href: string) => (href === path ? 'page' : undefined)
  return (
    <>
      <SkipLink language={language} />
      <header class="top">
        <Brand />
        <nav aria-label={texts.pages}>
          <a href="/store/offers" aria-current={current('/store/offers')}>
            {texts.offers}
          </a>
          <a href="/store/searches" aria-current={current('/store/searches')}>
            {texts.searches}
          </a>
          <a class="if-in" href="/account" aria-current={current('/account')}>
            {texts.account}
          </a>
          <a class="if-in" href="/devices" aria-current={current('/devices')}>
            {texts.devices}
          </a>
        </nav>
        <p class="who if-in">
          <span id="who"></span>
          <button type="button" class="plain" id="sign-out">
            {texts.signOut}
          </button>
        </p>
        <p class="who if-out">
          <a href="/sign-in">{texts.signIn}</a>
          <a href="/sign-up">{texts.signUp}</a>
        </p>
      </header>
      <main id={CONTENT} tabindex={-1} class="page">
        <p class="error if-unreachable" role="alert">
          {texts.unreachable}
        </p>
        {children}
      </main>
      <Foot language={language} here={here} />
      <Problems language={language} />
    </>
  )
}
