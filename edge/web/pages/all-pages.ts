import { definePages } from '#lib/ui/define-pages.ts'
import type { WebOptions } from '../options.ts'
import { accountPage } from './account/page.tsx'
import { confirmedPage } from './confirmed/page.tsx'
import { devicesPage } from './devices/page.tsx'
import { livePage } from './live/page.tsx'
import { matchPage } from './match/page.tsx'
import { resetPasswordPage } from './reset-password/page.tsx'
import { signInPage } from './sign-in/page.tsx'
import { signUpPage } from './sign-up/page.tsx'

/** The pages of the front end. */
export const webPages = definePages<WebOptions>({
  station: 'web',
  prefix: '/public',
  pages: [
    livePage,
    matchPage,
    signUpPage,
    confirmedPage,
    signInPage,
    resetPasswordPage,
    accountPage,
    devicesPage,
  ],
})
