import type { KeyRing } from '#lib/auth/key-file.ts'
import { signLinkToken } from '#lib/auth/tokens.ts'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import type { Mail } from '#lib/mailer/mailer.ts'
import { AUTH_PATH } from './auth-options.ts'
import { stateOf, type Credential } from './credentials.ts'
import { mailText } from './mail-texts.ts'
import type { SignUp } from './sign-ups.ts'

/** Seconds that a link in a mail is good for. */
export const LINK_SECONDS = 3_600

/** What stands for the state of a sign-up, which has none: another sign-up is another one. */
export const SIGN_UP_STATE = 'sign-up'

/** Writes the mails whose links say who owns an address. */
export interface LinkMails {
  /** Confirms one sign-up; the link ends at a page. */
  confirm(signUp: SignUp, page: string): Promise<Mail>
  /** Lets a new password be chosen, for a person or for a sign-up. */
  reset(whose: Credential | SignUp): Promise<Mail>
  /** Says to whom has an account that somebody wanted to sign up with the address. */
  known(email: string): Mail
}

/** What they are written with. */
export interface LinkMailsOptions {
  readonly keys: KeyRing
  readonly publicOrigin: string
  /** The header of the request: the language of who asks. */
  readonly acceptLanguage: string
}

/** Opens what writes the mails that a request asks for. */
export function linkMails({ keys, publicOrigin, acceptLanguage }: LinkMailsOptions): LinkMails {
  const language = preferredLanguage(acceptLanguage)
  const resetPage = `${publicOrigin}/reset-password`

  return {
    async confirm({ id, email, at }, page) {
      const token = await signLinkToken(keys, { use: 'confirm', subject: id }, LINK_SECONDS)
      const query = new URLSearchParams({ token, callbackURL: page })
      const link = `${publicOrigin}${AUTH_PATH}/verify-email?${query}`
      return { to: email, ...mailText('confirm', language, { link, at }) }
    },
    async reset(whose) {
      const named =
        'person' in whose
          ? { subject: whose.person, state: stateOf(whose) }
          : { subject: whose.id, state: SIGN_UP_STATE }
      const token = await signLinkToken(keys, { use: 'reset', ...named }, LINK_SECONDS)
      // In the fragment, which browsers send to no server: it is in no access log.
      return { to: whose.email, ...mailText('reset', language, { link: `${resetPage}#token=${token}` }) }
    },
    known: (email) => ({ to: email, ...mailText('known', language, { link: resetPage }) }),
  }
}
