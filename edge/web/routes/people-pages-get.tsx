/** @jsxImportSource hono/jsx */
import type { HtmlEscapedString } from 'hono/utils/html'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { preferredLanguage, type Language } from '#lib/http/preferred-language.ts'
import type { WebOptions } from '../options.ts'
import { AccountPage } from '../pages/account-page.tsx'
import { ConfirmedPage } from '../pages/confirmed-page.tsx'
import { DevicesPage } from '../pages/devices-page.tsx'
import { ResetPasswordPage } from '../pages/reset-password-page.tsx'
import { SignInPage } from '../pages/sign-in-page.tsx'
import { SignUpPage } from '../pages/sign-up-page.tsx'

/** What a page is made from. */
interface Asked {
  readonly language: Language
  readonly publicOrigin: string
  /** What the confirmation of an address failed at. */
  readonly error: string | undefined
}

type Page = (asked: Asked) => HtmlEscapedString | Promise<HtmlEscapedString>

/** The pages for people. They are the same for everybody: their scripts ask who is signed in. */
export const peoplePages = [
  peoplePage('/sign-up', 'Sign up', ({ language }) => <SignUpPage language={language} />),
  peoplePage('/confirmed', 'An address is confirmed, or was not', ({ language, error }) => (
    <ConfirmedPage language={language} isGood={error === undefined} />
  )),
  peoplePage('/sign-in', 'Sign in', ({ language }) => <SignInPage language={language} />),
  peoplePage('/reset-password', 'Choose a new password', ({ language }) => (
    <ResetPasswordPage language={language} />
  )),
  peoplePage('/account', 'Look after an account', ({ language }) => <AccountPage language={language} />),
  peoplePage('/devices', 'Look after devices', ({ language, publicOrigin }) => (
    <DevicesPage language={language} publicOrigin={publicOrigin} />
  )),
]

function peoplePage(path: string, summary: string, page: Page) {
  return definePlainRoute({
    path,
    access: { everybody: 'the page is the same for everybody; its script asks who is signed in' },
    summary,
    handle:
      ({ front: { publicOrigin } }: Pick<WebOptions, 'front'>) =>
      (c) =>
        htmlPage(
          page({
            language: preferredLanguage(c.req.header('accept-language') ?? ''),
            publicOrigin,
            error: c.req.query('error'),
          }),
        ),
  })
}
