import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Meine Geräte',
  text: 'Ein Gerät sendet in deinem Namen seine Position, und deine Suchen und Angebote können ihm folgen. Sein Schlüssel beweist, dass es dein Gerät ist.',
  none: 'Noch kein Gerät.',
  states: {
    active: 'hat einen Schlüssel',
    without_key: 'hat keinen Schlüssel: deine Suchen und Angebote folgen ihm nicht',
  },
  since: 'deins seit',
  keySince: 'Schlüssel seit',
  settings: 'Einstellungen für eine App',
  cancel: 'Abbrechen',
  rotate: {
    title: 'Ein neuer Schlüssel für',
    text: 'Du bekommst einen neuen Schlüssel für die App auf diesem Gerät. Der bisherige gilt noch eine Weile, meist einen Tag, damit nichts verloren geht, bis du ihn dort ausgetauscht hast.',
    yes: 'Neuer Schlüssel',
  },
  revoke: {
    title: 'Verloren:',
    text: 'Alle seine Schlüssel gelten sofort nicht mehr, und deine Suchen und Angebote folgen ihm nicht mehr. Das Gerät bleibt deins. Taucht es wieder auf, gib ihm einen neuen Schlüssel.',
    yes: 'Schlüssel sperren',
  },
  giveBack: {
    title: 'Entfernen:',
    text: 'Alle seine Schlüssel gelten sofort nicht mehr, und es ist nicht länger deins: jemand anders kann ein Gerät dieses Namens anmelden. Tu das, bevor du das Handy weggibst.',
    yes: 'Entfernen',
  },
  add: {
    title: 'Ein Gerät hinzufügen',
    text: 'Jedes Handy bekommt einen eigenen Namen und einen eigenen Schlüssel.',
    name: 'Name des Geräts',
    hint: 'Buchstaben, Ziffern und . _ -',
    submit: 'Hinzufügen',
  },
  ring: {
    title: 'Dieser Browser',
    states: {
      unknown: '',
      impossible:
        'Dieser Browser kann hier nicht klingeln. Auf einem iPhone füge diese Seite erst zum Home-Bildschirm hinzu; anderswo braucht es https.',
      blocked:
        'Du erlaubst dieser Seite keine Benachrichtigungen. In den Einstellungen des Browsers kannst du das ändern.',
      off: 'Diese Plattform lässt keine Browser klingeln.',
      silent:
        'Dieser Browser klingelt nicht. Er kann zeigen, was in deiner Nähe gefunden wird, auch wenn diese Seite geschlossen ist.',
      rings: 'Dieser Browser klingelt, wenn in deiner Nähe etwas gefunden wird.',
      tested: 'Ein Test ist auf dem Weg zu diesem Browser.',
    },
    ring: 'Diesen Browser klingeln lassen',
    test: 'Test senden',
  },
  key: {
    title: 'Einstellungen für',
    text: 'Mit diesem Schlüssel kann jeder in deinem Namen Positionen senden: gib ihn nur auf deinem Handy ein. Er steht hier, bis du ihn ausblendest oder die Seite verlässt.',
    local:
      'Nur dieser Rechner erreicht diese Plattform, ein Handy nicht. Ihr Betreiber öffnet sie mit HOST und PUBLIC_URL.',
    plain: 'Diese Plattform hat kein https: andere im Netz können den Schlüssel und jede Position mitlesen.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    close: 'Schlüssel ausblenden',
  },
}
