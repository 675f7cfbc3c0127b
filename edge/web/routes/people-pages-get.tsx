/** @jsxImportSource hono/jsx */
import type { HtmlEscapedString } from 'hono/utils/html'
import type { App } from '#lib/http/create-app.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { preferredLanguage, type Language } from '#lib/http/preferred-language.ts'
import type { WebOptions } from '../options.ts'
import { AccountPage } from '../pages/account-page.tsx'
import { ConfirmedPage } from '../pages/confirmed-page.tsx'
import { DevicesPage } from '../pages/devices-page.tsx'
import { ResetPasswordPage } from '../pages/reset-password-page.tsx'
import { SignInPage } from '../pages/sign-in-page.tsx'
import { SignUpPage } from '../pages/sign-up-page.tsx'

/** The query of a request, as far as pages read it. */
interface Asked {
  readonly language: Language
  /** What the confirmation of an address failed at. */
  readonly error: string | undefined
}

/** `GET /sign-up`, `/confirmed`, `/sign-in`, `/reset-password`, `/account` and `/devices`: the pages for people. */
export function getPeoplePages(app: App, { front: { publicOrigin } }: WebOptions): void {
  const pages: Readonly<Record<string, (asked: Asked) => HtmlEscapedString | Promise<HtmlEscapedString>>> = {
    '/sign-up': ({ language }) => <SignUpPage language={language} />,
    '/confirmed': ({ language, error }) => <ConfirmedPage language={language} isGood={error === undefined} />,
    '/sign-in': ({ language }) => <SignInPage language={language} />,
    '/reset-password': ({ language }) => <ResetPasswordPage language={language} />,
    '/account': ({ language }) => <AccountPage language={language} />,
    '/devices': ({ language }) => <DevicesPage language={language} publicOrigin={publicOrigin} />,
  }
  for (const [path, page] of Object.entries(pages)) {
    app.get(path, (c) =>
      htmlPage(
        page({
          language: preferredLanguage(c.req.header('accept-language') ?? ''),
          error: c.req.query('error'),
        }),
      ),
    )
  }
}
