import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Diese Seite kann nicht angezeigt werden',
  byStatus: {
    400: {
      heading: 'Diese Adresse ist falsch',
      text: 'Ein Teil der Adresse ist anders, als wir ihn erwarten.',
    },
    401: { heading: 'Melde dich zuerst an', text: 'Diese Seite ist für Personen, die angemeldet sind.' },
    403: {
      heading: 'Diese Seite ist nicht für dich',
      text: 'Dein Konto darf sie nicht sehen. Melde dich mit einem anderen Konto an.',
    },
    404: {
      heading: 'Hier ist nichts',
      text: 'Die Adresse ist falsch, oder was hier war, gibt es nicht mehr.',
    },
    429: { heading: 'Zu viele Anfragen', text: 'Warte einen Moment, und versuche es dann noch einmal.' },
    502: { heading: 'Ein Teil der Plattform antwortet nicht', text: 'Versuche es gleich noch einmal.' },
    503: { heading: 'Ein Teil der Plattform ist ausgefallen', text: 'Versuche es gleich noch einmal.' },
  },
  other: {
    heading: 'Etwas ist schiefgegangen',
    text: 'Versuche es noch einmal. Geschieht es wieder, nenne dem Betreiber die Nummer unten.',
  },
  detail: 'Das sagt die Plattform',
  request: 'Anfrage',
  again: 'Noch einmal versuchen',
  home: 'Zur Startseite',
  signIn: 'Anmelden',
}
