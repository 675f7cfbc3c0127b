import type { FrameTexts } from './texts.en.ts'

export const de: FrameTexts = {
  pages: 'Seiten',
  otherLanguage: 'English',
  skip: 'Zum Inhalt springen',
  offers: 'Angebote',
  searches: 'Suchen',
  account: 'Mein Konto',
  devices: 'Meine Geräte',
  signIn: 'Anmelden',
  signUp: 'Konto anlegen',
  signOut: 'Abmelden',
  unreachable: 'Die Plattform antwortet gerade nicht. Lade die Seite gleich noch einmal.',
  tail: 'Live-Ansicht',
  pictures: 'Bilder',
  reports: 'Meldungen',
  counters: 'Zähler',
  jobs: 'Aufträge',
  subscriptions: 'Push-Anmeldungen',
  audit: 'Änderungsprotokoll',
}
