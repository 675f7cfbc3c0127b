import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Live-Ansicht',
  type: 'Typ',
  all: 'alle',
  filter: 'Filtern',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  table: 'Datensätze des Busses, neueste zuerst',
  columns: {
    time: 'Zeit (UTC)',
    topic: 'Topic',
    type: 'Typ',
    place: 'Partition:Offset',
    source: 'Quelle',
    device: 'Gerät oder Paar',
    city: 'Stadt',
    klag: 'klag ms',
    params: 'Parameter',
  },
  state: {
    waiting: 'Stand beim Laden dieser Seite',
    live: 'live',
    dropped: 'live, {count} nicht gezeigt',
    lost: 'Die Verbindung ist abgebrochen. Neuer Versuch …',
  },
  empty: 'Noch keine Ereignisse',
  emptyHint: 'Um welche zu erzeugen, führe aus:',
  needsScript: 'Ohne JavaScript ändert sich diese Seite nicht. Lade sie neu, um neuere Datensätze zu sehen.',
}
