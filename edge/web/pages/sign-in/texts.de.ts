import { de as credentials } from '../shared/credential-texts.de.ts'
import { de as codes } from '../shared/code-texts.de.ts'
import { de as sendAgain } from '../shared/send-again-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...credentials,
  ...sendAgain,
  title: 'Anmelden',
  rememberMe: 'In diesem Browser angemeldet bleiben',
  submit: 'Anmelden',
  forgot: 'Passwort vergessen',
  codes: {
    ...codes,
    title: 'Ohne Passwort',
    text: 'Gib deine Mailadresse ein, und wir schicken dir einen Code. Wenn du noch kein Konto hast, entsteht es damit.',
    email: credentials.email,
    submit: 'Anmelden',
  },
  isNew: 'Ich habe noch kein Konto',
}
