import { de as credentials } from '../shared/credential-texts.de.ts'
import { de as sendAgain } from '../shared/send-again-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...credentials,
  ...sendAgain,
  title: 'Konto anlegen',
  submit: 'Konto anlegen',
  hasAccount: 'Ich habe schon ein Konto',
  sent: {
    title: 'Sieh in deine Mails',
    text: 'Wir haben dir eine Mail mit einem Link gesendet. Der Link bestätigt deine Adresse und gilt eine Stunde lang. Danach kannst du dich anmelden.',
  },
}
