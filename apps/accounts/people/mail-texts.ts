import type { Language } from '#lib/http/preferred-language.ts'

/** Why people get mail with a link from accounts. */
export type MailReason = 'confirm' | 'reset' | 'known'

/** What a mail says. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

/** What a mail is about. */
export interface MailAbout {
  readonly link: string
  /** When somebody signed up, where a mail is about that. */
  readonly at?: Date
}

type Texts = Readonly<Record<MailReason, (about: MailAbout) => MailText>>

const english: Texts = {
  confirm: ({ link, at }) => ({
    subject: 'Confirm your mail address',
    text: `Hello,\n\nthis link confirms your mail address for the sign-up of ${timeOf(at)}, once and for one hour:\n\n${link}\n\nYou did not sign up then? Leave it be: whoever did would have the account. Sign up yourself, and this link is void.\n`,
  }),
  reset: ({ link }) => ({
    subject: 'A new password',
    text: `Hello,\n\nthis link lets you choose a new password, once and for one hour:\n\n${link}\n\nYou did not ask for it? Then leave it be: your password stays as it is.\n`,
  }),
  known: ({ link }) => ({
    subject: 'You have an account already',
    text: `Hello,\n\nsomebody wanted to sign up with this mail address, which has an account already. Sign in, or ask for a new password:\n\n${link}\n\nIt was not you? Then leave it be: nothing has changed.\n`,
  }),
}

const german: Texts = {
  confirm: ({ link, at }) => ({
    subject: 'Bestätige deine Mailadresse',
    text: `Hallo,\n\ndieser Link bestätigt deine Mailadresse für die Anmeldung von ${timeOf(at)}, einmal und eine Stunde lang:\n\n${link}\n\nDu hast dich da nicht angemeldet? Dann lass ihn liegen: wer es war, hätte sonst das Konto. Melde dich selbst an, dann gilt dieser Link nicht mehr.\n`,
  }),
  reset: ({ link }) => ({
    subject: 'Ein neues Passwort',
    text: `Hallo,\n\nmit diesem Link wählst du ein neues Passwort, einmal und eine Stunde lang:\n\n${link}\n\nDu hast nicht darum gebeten? Dann lass ihn liegen: dein Passwort bleibt, wie es ist.\n`,
  }),
  known: ({ link }) => ({
    subject: 'Du hast schon ein Konto',
    text: `Hallo,\n\njemand wollte sich mit dieser Mailadresse anmelden, sie hat aber schon ein Konto. Melde dich an, oder bitte um ein neues Passwort:\n\n${link}\n\nDu warst es nicht? Dann lass es gut sein: es hat sich nichts geändert.\n`,
  }),
}

const TEXTS: Readonly<Record<Language, Texts>> = { en: english, de: german }

/** The mail for a reason, in a language, with what it is about. */
export function mailText(reason: MailReason, language: Language, about: MailAbout): MailText {
  return TEXTS[language][reason](about)
}

function timeOf(at = new Date()): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The last mail to somebody: their account is deleted, and until when copies are about. */
export function farewellText(language: Language, copiesUntil: number): MailText {
  const day = new Date(copiesUntil).toISOString().slice(0, 10)
  return language === 'de'
    ? {
        subject: 'Dein Konto ist gelöscht',
        text: `Hallo,\n\ndein Konto ist gelöscht, mit Suchen, Angeboten, Treffern, Bildern und Geräten. Kopien dessen, was deine Geräte gesendet haben, laufen von selbst ab, die letzte am ${day}; bis dahin wird nach keiner mehr gehandelt.\n\nDas ist die letzte Mail von uns.\n`,
      }
    : {
        subject: 'Your account is deleted',
        text: `Hello,\n\nyour account is deleted, with its searches, offers, matches, pictures and devices. Copies of what your devices sent expire by themselves, the last one on ${day}; until then none is acted upon.\n\nThis is our last mail to you.\n`,
      }
}
