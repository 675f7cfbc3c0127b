import type { KeyRing } from '#lib/auth/key-file.ts'
import { signLinkToken } from '#lib/auth/tokens.ts'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import type { Mail } from '#lib/mailer/mailer.ts'
import { AUTH_PATH } from './auth-options.ts'
import { stateOf, type Credential } from './credentials.ts'
import { mailText } from './mail-texts.ts'
import type { SignUp } from './sign-ups.ts'

/** Seconds that a link in a mail is valid. */
export const LINK_SECONDS = 3_600

/** The constant state of a sign-up: a newer sign-up has another id. */
export const SIGN_UP_STATE = 'sign-up'

/** Writes the mails whose links prove the ownership of an address. */
export interface LinkMails {
  /** A mail that confirms one sign-up; its link redirects to `page`. */
  confirm(signUp: SignUp, page: string): Promise<Mail>
  /** A mail with a link to set a new password, for a person or for a sign-up. */
  reset(whose: Credential | SignUp): Promise<Mail>
  /** A mail to an account holder about a sign-up with the same address. */
  addressInUse(email: string): Mail
}

/** What the mails depend on. */
export interface LinkMailsOptions {
  readonly keys: KeyRing
  readonly publicOrigin: string
  /** The header of the request; it gives the language. */
  readonly acceptLanguage: string
}

/** Creates the writer of the mails for one request. */
export function createLinkMails({ keys, publicOrigin, acceptLanguage }: LinkMailsOptions): LinkMails {
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
      // In the fragment, which browsers do not send, so that the token is in no access log.
      return { to: whose.email, ...mailText('reset', language, { link: `${resetPage}#token=${token}` }) }
    },
    addressInUse: (email) => ({ to: email, ...mailText('addressInUse', language, { link: resetPage }) }),
  }
}
