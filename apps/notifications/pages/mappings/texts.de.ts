import { de as mapping } from '../shared/mapping-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...mapping,
  title: 'Push-Anmeldungen',
  filter: {
    title: 'Suchen',
    user: 'Wer',
    userHint: 'Die ganze Kennung der Person',
    device: 'Gerät beginnt mit',
    channel: 'Kanal',
    state: 'Zustand',
    limit: 'Zeilen',
    any: 'alle',
    submit: 'Zeigen',
    reset: 'Alle zeigen',
  },
  none: 'Keine Push-Anmeldungen gefunden',
  noneYet: 'Noch ist kein Gerät für Benachrichtigungen angemeldet.',
  noneHint: 'Dazu passt nichts.',
  more: 'Weitere',
  end: 'Das sind alle.',
}
