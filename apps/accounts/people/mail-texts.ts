import type { MailLanguage } from './mail-language.ts'

/** Why people get mail from accounts. */
export type MailReason = 'confirm' | 'reset' | 'known'

/** What a mail says. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

type Texts = Readonly<Record<MailReason, (link: string) => MailText>>

const english: Texts = {
  confirm: (link) => ({
    subject: 'Confirm your mail address',
    text: `Hello,\n\nthis link confirms your mail address, for one hour:\n\n${link}\n\nYou did not sign up? Then leave it be: nothing happens.\n`,
  }),
  reset: (link) => ({
    subject: 'A new password',
    text: `Hello,\n\nthis link lets you choose a new password, once and for one hour:\n\n${link}\n\nYou did not ask for it? Then leave it be: your password stays as it is.\n`,
  }),
  known: (link) => ({
    subject: 'You have an account already',
    text: `Hello,\n\nsomebody wanted to sign up with this mail address, which has an account already. Sign in, or ask for a new password:\n\n${link}\n\nIt was not you? Then leave it be: nothing has changed.\n`,
  }),
}

const german: Texts = {
  confirm: (link) => ({
    subject: 'Bestätige deine Mailadresse',
    text: `Hallo,\n\ndieser Link bestätigt deine Mailadresse, eine Stunde lang:\n\n${link}\n\nDu hast dich nicht angemeldet? Dann lass ihn liegen: es geschieht nichts.\n`,
  }),
  reset: (link) => ({
    subject: 'Ein neues Passwort',
    text: `Hallo,\n\nmit diesem Link wählst du ein neues Passwort, einmal und eine Stunde lang:\n\n${link}\n\nDu hast nicht darum gebeten? Dann lass ihn liegen: dein Passwort bleibt, wie es ist.\n`,
  }),
  known: (link) => ({
    subject: 'Du hast schon ein Konto',
    text: `Hallo,\n\njemand wollte sich mit dieser Mailadresse anmelden, sie hat aber schon ein Konto. Melde dich an, oder bitte um ein neues Passwort:\n\n${link}\n\nDu warst es nicht? Dann lass es gut sein: es hat sich nichts geändert.\n`,
  }),
}

const TEXTS: Readonly<Record<MailLanguage, Texts>> = { en: english, de: german }

/** The mail for a reason, in a language, with its link. */
export function mailText(reason: MailReason, language: MailLanguage, link: string): MailText {
  return TEXTS[language][reason](link)
}
