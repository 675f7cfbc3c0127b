import { de as credentials } from '../shared/credential-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...credentials,
  title: 'Ein neues Passwort',
  text: 'Gib deine Mailadresse ein. Wir senden dir eine Mail mit einem Link, mit dem du ein neues Passwort wählst.',
  submit: 'Mail senden',
  done: 'Gibt es ein Konto mit dieser Adresse, dann haben wir eine Mail dorthin gesendet.',
  choose: {
    title: 'Wähle ein neues Passwort',
    submit: 'Dieses Passwort speichern',
    done: 'Dein neues Passwort gilt, und du bist überall abgemeldet. Melde dich mit dem neuen Passwort an.',
  },
  signIn: 'Anmelden',
}
