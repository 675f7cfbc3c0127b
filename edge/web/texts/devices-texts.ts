import type { Language } from '#lib/http/preferred-language.ts'

/** A question before something is done. */
export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
}

/** What the page of devices says. */
export interface DevicesTexts {
  readonly title: string
  readonly text: string
  readonly none: string
  readonly states: { readonly active: string; readonly without_key: string }
  readonly since: string
  readonly keySince: string
  readonly settings: string
  readonly cancel: string
  readonly rotate: Question
  readonly revoke: Question
  readonly giveBack: Question
  readonly add: {
    readonly title: string
    readonly text: string
    readonly name: string
    readonly hint: string
    readonly submit: string
  }
  readonly key: {
    readonly title: string
    readonly text: string
    readonly local: string
    readonly plain: string
    readonly copy: string
    readonly copied: string
    readonly close: string
  }
}

/** The texts of the page of devices. */
export const devicesTexts: Readonly<Record<Language, DevicesTexts>> = {
  en: {
    title: 'My devices',
    text: 'A device tells where it is, in your name: what you search and offer follows it. Its key is what proves it.',
    none: 'No device yet.',
    states: { active: 'has a key', without_key: 'has no key: what it sends proves nothing' },
    since: 'yours since',
    keySince: 'key since',
    settings: 'Settings for an app',
    cancel: 'Leave it as it is',
    rotate: {
      title: 'A new key for',
      text: 'You get a new key for the app on this device. The key before it stays good for a while, usually a day, so that nothing is lost until you have changed it there.',
      yes: 'New key',
    },
    revoke: {
      title: 'Lost:',
      text: 'All its keys are void at once: what it sends moves nothing any more. The device stays yours; when it is found, it gets a new key.',
      yes: 'Void its keys',
    },
    giveBack: {
      title: 'Give back',
      text: 'All its keys are void at once, and it is yours no longer: somebody else can register a device of this name. Do this before a phone goes to somebody else.',
      yes: 'Give it back',
    },
    add: {
      title: 'Add a device',
      text: 'Each phone gets a name and a key of its own.',
      name: 'Name of the device',
      hint: 'Letters, digits and . _ -',
      submit: 'Add it',
    },
    key: {
      title: 'Settings for',
      text: 'With this key anybody can say where you are: show it to your phone only. It is shown here until you close this or leave the page.',
      local:
        'This platform can be reached from this machine only: a phone cannot. Its operator opens it with HOST and PUBLIC_URL.',
      plain: 'This platform has no https: whoever is on the way can read the key and every position.',
      copy: 'Copy',
      copied: 'Copied',
      close: 'Done: hide the key',
    },
  },
  de: {
    title: 'Meine Geräte',
    text: 'Ein Gerät sagt in deinem Namen, wo es ist: was du suchst und anbietest, folgt ihm. Sein Schlüssel beweist, dass es deins ist.',
    none: 'Noch kein Gerät.',
    states: {
      active: 'hat einen Schlüssel',
      without_key: 'hat keinen Schlüssel: was es sendet, beweist nichts',
    },
    since: 'deins seit',
    keySince: 'Schlüssel seit',
    settings: 'Einstellungen für eine App',
    cancel: 'So lassen',
    rotate: {
      title: 'Ein neuer Schlüssel für',
      text: 'Du bekommst einen neuen Schlüssel für die App auf diesem Gerät. Der bisherige gilt noch eine Weile, meist einen Tag, damit nichts verloren geht, bis du ihn dort ausgetauscht hast.',
      yes: 'Neuer Schlüssel',
    },
    revoke: {
      title: 'Verloren:',
      text: 'Alle seine Schlüssel gelten sofort nicht mehr: was es sendet, bewegt nichts. Das Gerät bleibt deins; taucht es auf, bekommt es einen neuen.',
      yes: 'Schlüssel sperren',
    },
    giveBack: {
      title: 'Zurückgeben:',
      text: 'Alle seine Schlüssel gelten sofort nicht mehr, und es ist nicht länger deins: jemand anders kann ein Gerät dieses Namens anmelden. Tu das, bevor ein Handy an jemand anderen geht.',
      yes: 'Zurückgeben',
    },
    add: {
      title: 'Ein Gerät hinzufügen',
      text: 'Jedes Handy bekommt einen eigenen Namen und einen eigenen Schlüssel.',
      name: 'Name des Geräts',
      hint: 'Buchstaben, Ziffern und . _ -',
      submit: 'Hinzufügen',
    },
    key: {
      title: 'Einstellungen für',
      text: 'Mit diesem Schlüssel kann jeder sagen, wo du bist: zeige ihn nur deinem Handy. Er steht hier, bis du ihn verbirgst oder die Seite verlässt.',
      local:
        'Diese Plattform ist nur auf diesem Rechner zu erreichen, von einem Handy nicht. Ihr Betreiber öffnet sie mit HOST und PUBLIC_URL.',
      plain:
        'Diese Plattform hat kein https: wer auf dem Weg mitliest, sieht den Schlüssel und jede Position.',
      copy: 'Kopieren',
      copied: 'Kopiert',
      close: 'Fertig: Schlüssel verbergen',
    },
  },
}
