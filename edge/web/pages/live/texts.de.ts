import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Live',
  description: 'Bringt Suchen und Angebote in der Nähe zusammen, in beide Richtungen',
  heading: 'Suchen und Angebote, die sich treffen, live',
  figures: 'Zahlen',
  rate: 'Ereignisse pro Sekunde',
  moving: 'Handys in Bewegung',
  matches: 'Treffer',
  rings: 'benachrichtigte Paare',
  map: 'Karte',
  mapText: 'Wo sich Handys bewegt haben und wo Treffer gefunden wurden. Die Listen sagen dasselbe in Worten.',
  phone: 'ein Handy, im 500-m-Raster',
  match: 'ein Treffer',
  quiet: 'Gerade geschieht nichts. Um etwas zu sehen, führe aus:',
  lastMatches: 'Letzte Treffer',
  lastEvents: 'Letzte Ereignisse',
  rates: 'Raten nach Typ',
  none: 'noch nichts',
  state: {
    waiting: 'Stand beim Laden dieser Seite',
    live: 'live',
    lost: 'Die Verbindung ist abgebrochen. Neuer Versuch …',
    away: 'Die Plattform antwortet nicht. Neuer Versuch …',
    forbidden: 'Die Live-Daten sehen nur Betreiber. Melde dich an, und lade die Seite neu.',
    unknown: 'Gerade gibt es keine Live-Daten.',
  },
  needsScript:
    'Ohne JavaScript ändert sich diese Seite nicht. Lade sie neu, um zu sehen, was seitdem geschah.',
  privacy: 'Geräte heißen hier anders, und Orte sind ungenau. Städte nach IP-Adresse:',
}
