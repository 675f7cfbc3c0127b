import type { Language } from '#lib/http/preferred-language.ts'

/** What stands around every page for people. */
export interface FrameTexts {
  readonly signIn: string
  readonly signUp: string
  readonly signOut: string
  readonly account: string
  readonly devices: string
  readonly pages: string
  readonly needsScript: string
  readonly unreachable: string
}

/** The texts around pages. */
export const frameTexts: Readonly<Record<Language, FrameTexts>> = {
  en: {
    signIn: 'Sign in',
    signUp: 'Sign up',
    signOut: 'Sign out',
    account: 'My account',
    devices: 'My devices',
    pages: 'Pages',
    needsScript: 'This page needs JavaScript: switch it on for this site, and reload.',
    unreachable: 'The platform does not answer at the moment. Reload in a little while.',
  },
  de: {
    signIn: 'Anmelden',
    signUp: 'Konto anlegen',
    signOut: 'Abmelden',
    account: 'Mein Konto',
    devices: 'Meine Geräte',
    pages: 'Seiten',
    needsScript: 'Diese Seite braucht JavaScript: schalte es für sie ein und lade sie neu.',
    unreachable: 'Die Plattform antwortet gerade nicht. Lade die Seite bald noch einmal.',
  },
}
