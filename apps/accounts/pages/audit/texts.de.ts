import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Änderungsprotokoll',
  heading: 'Änderungsprotokoll: Änderungen durch Betreiber und den Administrator',
  empty: 'Keine Änderungen gefunden',
  all: 'Alle Änderungen zeigen',
  older: 'Ältere Änderungen',
  columns: {
    at: 'Zeit (UTC)',
    who: 'Wer',
    role: 'Rolle',
    station: 'Station',
    act: 'Aktion',
    on: 'Woran',
    changed: 'Geändert',
    answer: 'Antwort',
    from: 'Von',
    request: 'Anfrage',
  },
  noAnswer: 'keine',
  notKept: 'geändert; die Werte werden nicht aufbewahrt',
}
