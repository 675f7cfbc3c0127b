import { de as delivery } from '../shared/delivery-texts.de.ts'
import { de as mapping } from '../shared/mapping-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...delivery,
  ...mapping,
  title: 'Push-Anmeldung',
  details: 'Einzelheiten',
  allOfPerson: 'Alle Geräte dieser Person',
  change: 'Was sich tun lässt',
  actions: {
    test: 'Zum Test klingeln lassen',
    tested: 'Der Test ist unterwegs.',
    testedWhy: 'Was daraus geworden ist',
    clone: 'Auf ein anderes Gerät umziehen',
    cloneField: 'Das andere Gerät',
    cloneHint:
      'Die Kennung eines anderen Geräts derselben Person. Es bekommt diese Anmeldung mit ihren Einstellungen; dieses Gerät hat danach keine mehr.',
    cloned: 'Das andere Gerät hat jetzt diese Anmeldung.',
    clonedTo: 'Seine Seite',
    remove: 'Löschen',
    removed: 'Die Anmeldung ist gelöscht. Das Gerät klingelt erst wieder, wenn es sich neu anmeldet.',
    back: 'Alle Push-Anmeldungen',
    cancel: 'Abbrechen',
    ask: {
      title: 'Anmeldung löschen:',
      text: 'Das Gerät klingelt erst wieder, wenn seine App oder sein Browser sich neu anmeldet. Das lässt sich nicht rückgängig machen.',
      yes: 'Endgültig löschen',
    },
    problems: {
      not_rung: 'Dieses Gerät kann nicht klingeln: seine Anmeldung ist beendet, oder es hat keine.',
      too_many_calls: 'Ein Gerät bekommt höchstens einen Test in zehn Sekunden. Warte einen Moment.',
      bad_field: 'Das ist nicht die Kennung eines anderen Geräts derselben Person.',
      changed_meanwhile: 'Die Anmeldung hat sich inzwischen geändert. Lade die Seite neu.',
      not_found: 'Diese Anmeldung gibt es nicht mehr.',
    },
  },
  deliveries: 'Die letzten Benachrichtigungen',
  noDeliveries: 'An dieses Gerät wurde noch nichts gesendet.',
  deliveryColumns: { at: 'Wann', kind: 'Was', state: 'Zustand', reason: 'Grund', why: 'Mehr' },
  why: 'Warum',
  back: 'Alle Push-Anmeldungen',
}
