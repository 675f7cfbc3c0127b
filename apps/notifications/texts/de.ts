import { plural } from './plural.ts'
import type { en } from './en.ts'

export const de: typeof en = {
  match: {
    search: {
      title: 'In deiner Nähe gefunden: {title}',
      body: 'Jemand in deiner Nähe bietet, was du suchst ({distance} km entfernt)',
    },
    offer: {
      title: 'In deiner Nähe gesucht: {title}',
      body: 'Jemand in deiner Nähe sucht, was du bietest ({distance} km entfernt)',
    },
  },
  digest: {
    search: plural({
      one: '{count} Treffer in deiner Nähe für {title}',
      other: '{count} Treffer in deiner Nähe für {title}',
    }),
    offer: plural({
      one: '{count} Gesuch in deiner Nähe für {title}',
      other: '{count} Gesuche in deiner Nähe für {title}',
    }),
    already: plural({
      one: '{count} Treffer ist schon da für {title}',
      other: '{count} Treffer sind schon da für {title}',
    }),
    andOthers: plural({ one: '{title} und {count} anderes', other: '{title} und {count} andere' }),
    line: '{title}: {count}',
    why: {
      many: 'Das sind mehr, als du in einer Stunde hören willst, darum kommen sie zusammen',
      quiet: 'Sie kamen in deiner Ruhezeit',
      schedule: 'Sie kamen seit der letzten Zusammenfassung',
      already: 'Sie sind von Anfang an da; von neuen hörst du einzeln',
    },
  },
  message: {
    title: plural({ one: 'Neue Nachricht', other: '{count} neue Nachrichten' }),
    body: 'Jemand hat dir zu einem Treffer geschrieben',
  },
  test: { title: 'Probe', body: 'Benachrichtigungen kommen auf diesem Gerät an' },
  actions: {
    open: 'Öffnen',
    mute: { search: 'Diese Suche stummschalten', offer: 'Dieses Angebot stummschalten' },
  },
  mail: {
    greeting: 'Hallo,',
    open: 'Öffnen:',
    mute: {
      search: 'Keine Benachrichtigungen mehr zu dieser Suche:',
      offer: 'Keine Benachrichtigungen mehr zu diesem Angebot:',
    },
    delete: { search: 'Diese Suche löschen:', offer: 'Dieses Angebot löschen:' },
    stop: 'Keine Mails mehr:',
    why: 'Du bekommst diese Mail, weil keines deiner Geräte benachrichtigt werden kann, oder weil du Mails gewünscht hast. Wir schreiben höchstens alle zehn Minuten.',
  },
}
