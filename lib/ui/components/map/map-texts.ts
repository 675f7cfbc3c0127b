import type { Language } from '#lib/text/language.ts'

/** The texts of a map. */
export interface MapTexts {
  readonly buttons: string
  readonly closer: string
  readonly farther: string
  readonly fit: string
  readonly about: string
}

/** The texts of a map, by language. */
export const mapTexts: Readonly<Record<Language, MapTexts>> = {
  en: {
    buttons: 'Map; the arrow keys move it',
    closer: 'Closer',
    farther: 'Farther away',
    fit: 'Show all',
    about: 'The map shows what the page says in words.',
  },
  de: {
    buttons: 'Karte; die Pfeiltasten verschieben sie',
    closer: 'Näher',
    farther: 'Weiter weg',
    fit: 'Alles zeigen',
    about: 'Die Karte zeigt, was auf der Seite in Worten steht.',
  },
}
