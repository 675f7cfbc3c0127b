import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Anzahl je Inhaber',
  kinds: { search: 'Suchen', offer: 'Angebote' },
  owner: 'Inhaber',
  active: 'Eingeschaltet',
  all: 'Insgesamt',
  none: { search: 'Niemand hat eine Suche', offer: 'Niemand hat ein Angebot' },
  more: 'Weitere Inhaber',
  end: 'Das sind alle.',
  other: { search: 'Anzahl der Angebote', offer: 'Anzahl der Suchen' },
  list: { search: 'Alle Suchen', offer: 'Alle Angebote' },
}
