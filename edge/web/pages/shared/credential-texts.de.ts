import type { en } from './credential-texts.en.ts'

export const de: typeof en = {
  email: 'Mailadresse',
  password: 'Passwort',
  passwordHint: 'Mindestens 10 Zeichen. Gut sind vier oder fünf Wörter, die niemand errät.',
  newPassword: 'Neues Passwort',
}
