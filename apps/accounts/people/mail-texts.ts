import type { Language } from '#lib/text/language.ts'

/** Why people get mail with a link from accounts. */
export type MailReason = 'confirm' | 'reset' | 'addressInUse'

/** The subject and the text of a mail. */
export interface MailText {
  readonly subject: string
  readonly text: string
}

/** The values in a mail. */
export interface MailAbout {
  readonly link: string
  /** The time of the sign-up, in a mail about a sign-up. */
  readonly at?: Date
}

type Texts = Readonly<Record<MailReason, (about: MailAbout) => MailText>>

const english: Texts = {
  confirm: ({ link, at }) => ({
    subject: 'Confirm your mail address',
    text: `Hello,\n\nthis link confirms your mail address for the sign-up of ${timeOf(at)}. It works once, within one hour:\n\n${link}\n\nIf you did not sign up at that time, do not open the link: the account would belong to the person who did. If you sign up yourself, this link stops working.\n`,
  }),
  reset: ({ link }) => ({
    subject: 'Set a new password',
    text: `Hello,\n\nuse this link to set a new password. It works once, within one hour:\n\n${link}\n\nIf you did not request it, ignore this mail: your password does not change.\n`,
  }),
  addressInUse: ({ link }) => ({
    subject: 'You already have an account',
    text: `Hello,\n\nsomeone tried to sign up with this mail address, but it already has an account. Sign in, or set a new password:\n\n${link}\n\nIf it was not you, ignore this mail: nothing has changed.\n`,
  }),
}

const german: Texts = {
  confirm: ({ link, at }) => ({
    subject: 'Bestätige deine Mailadresse',
    text: `Hallo,\n\ndieser Link bestätigt deine Mailadresse für die Registrierung vom ${timeOf(at)}. Er gilt einmal, eine Stunde lang:\n\n${link}\n\nWenn du dich zu dieser Zeit nicht registriert hast, öffne den Link nicht: das Konto würde sonst der Person gehören, die es war. Wenn du dich selbst registrierst, wird dieser Link ungültig.\n`,
  }),
  reset: ({ link }) => ({
    subject: 'Neues Passwort festlegen',
    text: `Hallo,\n\nmit diesem Link legst du ein neues Passwort fest. Er gilt einmal, eine Stunde lang:\n\n${link}\n\nWenn du das nicht angefordert hast, ignoriere diese Mail: dein Passwort ändert sich nicht.\n`,
  }),
  addressInUse: ({ link }) => ({
    subject: 'Du hast schon ein Konto',
    text: `Hallo,\n\njemand wollte sich mit dieser Mailadresse registrieren, sie hat aber schon ein Konto. Melde dich an, oder lege ein neues Passwort fest:\n\n${link}\n\nWenn du es nicht warst, ignoriere diese Mail: es hat sich nichts geändert.\n`,
  }),
}

const TEXTS: Readonly<Record<Language, Texts>> = { en: english, de: german }

/** The mail for a reason, in a language, with its values. */
export function mailText(reason: MailReason, language: Language, about: MailAbout): MailText {
  return TEXTS[language][reason](about)
}

function timeOf(at = new Date()): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The mail after the deletion of an account; it says when the last copy expires. */
export function farewellText(language: Language, copiesUntil: number): MailText {
  const day = new Date(copiesUntil).toISOString().slice(0, 10)
  return language === 'de'
    ? {
        subject: 'Dein Konto ist gelöscht',
        text: `Hallo,\n\ndein Konto ist gelöscht, mit Suchen, Angeboten, Treffern, Bildern und Geräten. Kopien der Ereignisse, die deine Geräte gesendet haben, laufen automatisch ab, die letzte am ${day}; bis dahin werden sie nicht verwendet.\n\nDas ist die letzte Mail von uns.\n`,
      }
    : {
        subject: 'Your account is deleted',
        text: `Hello,\n\nyour account is deleted, with its searches, offers, matches, pictures and devices. Copies of the events that your devices sent expire automatically, the last one on ${day}; until then they are not used.\n\nThis is our last mail to you.\n`,
      }
}

/** The mail with a code that signs in. */
export function codeText(language: Language, code: string, minutes: number): MailText {
  return language === 'de'
    ? {
        subject: `${code} ist dein Code`,
        text: `Hallo,\n\ngib diesen Code auf der Seite ein, auf der du danach gefragt hast. Er gilt einmal, ${minutes} Minuten lang:\n\n${code}\n\nSag ihn niemandem: wir fragen nie danach. Wenn du ihn nicht angefordert hast, ignoriere diese Mail.\n`,
      }
    : {
        subject: `${code} is your code`,
        text: `Hello,\n\nenter this code on the page where you asked for it. It works once, for ${minutes} minutes:\n\n${code}\n\nTell it to nobody: we never ask for it. If you did not request it, ignore this mail.\n`,
      }
}
