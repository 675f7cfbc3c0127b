import type { en } from './code-texts.en.ts'

export const de: typeof en = {
  send: 'Code zusenden',
  sent: 'Wenn die Adresse stimmt, ist eine Mail mit sechs Ziffern an {email} unterwegs. Gib sie hier ein, in diesem Tab, innerhalb von 10 Minuten.',
  code: 'Code',
  again: 'Neuen Code holen',
}
