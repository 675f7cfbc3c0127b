import type { en } from './mapping-texts.en.ts'

export const de: typeof en = {
  mappingStates: { active: 'aktiv', gone: 'beendet' },
  locales: { en: 'Englisch', de: 'Deutsch' },
  noChannel: 'keiner',
  columns: {
    device: 'Gerät',
    user: 'Wer',
    channel: 'Kanal',
    state: 'Zustand',
    locale: 'Sprache',
    tz: 'Zeitzone',
    registered: 'Angemeldet',
    modified: 'Letztes Lebenszeichen',
    subscription: 'Anmeldung',
  },
}
