import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Bestätigung deiner Adresse',
  good: { title: 'Deine Adresse ist bestätigt', text: 'Jetzt kannst du dich anmelden.' },
  bad: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Vielleicht wurde er schon benutzt, ist älter als eine Stunde, oder jemand hat mit deiner Adresse noch einmal ein Konto angelegt. Versuche dich anzumelden. Geht das nicht, dann lege noch einmal ein Konto an.',
  },
  signIn: 'Anmelden',
  signUp: 'Konto anlegen',
}
