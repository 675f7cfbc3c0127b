import { de as credentials } from '../shared/credential-texts.de.ts'
import { de as sendAgain } from '../shared/send-again-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...credentials,
  ...sendAgain,
  title: 'Anmelden',
  rememberMe: 'In diesem Browser angemeldet bleiben',
  submit: 'Anmelden',
  forgot: 'Passwort vergessen',
  isNew: 'Ich habe noch kein Konto',
}
