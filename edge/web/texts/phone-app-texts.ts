import type { Language } from '#lib/http/preferred-language.ts'

/** An app that tells a phone's position, and what to enter in it; the names of values are those of `public/phone-apps.js`. */
export interface PhoneAppTexts {
  readonly app: 'owntracks' | 'overland' | 'traccar' | 'osmand'
  readonly name: string
  readonly steps: readonly string[]
  /** What opens the app with all settings; absent where an app knows no such link. */
  readonly link?: string
  /** How the app calls each value, in the order of its screen. */
  readonly fields: readonly (readonly [value: string, label: string])[]
}

/** The apps we have settings for, those first that a code sets up by itself. */
export const phoneAppTexts: Readonly<Record<Language, readonly PhoneAppTexts[]>> = {
  en: [
    {
      app: 'owntracks',
      name: 'OwnTracks (Android, iPhone)',
      steps: [
        'In the app allow it first: on Android Preferences → Advanced → Allow external configuration; on the iPhone Settings → “Allow loading of configuration from owntracks:”.',
        'Scan the code with the camera of the phone, or open the link on the phone, and accept.',
        'Or enter it by hand, with the mode HTTP:',
      ],
      link: 'Open in OwnTracks',
      fields: [
        ['url', 'URL'],
        ['device', 'Username (iPhone: UserID)'],
        ['key', 'Password'],
      ],
    },
    {
      app: 'overland',
      name: 'Overland (iPhone)',
      steps: [
        'Scan the code with the camera of the phone, or open the link on the phone.',
        'Or enter it by hand, under Settings → Receiver Endpoint:',
      ],
      link: 'Open in Overland',
      fields: [
        ['url', 'Receiver Endpoint'],
        ['device', 'Device ID'],
        ['key', 'Access Token'],
      ],
    },
    {
      app: 'traccar',
      name: 'Traccar Client (Android, iPhone)',
      steps: [
        'Scan the code within the app, under Settings, or open the link on the phone.',
        'Or enter it by hand; the key is a part of the server URL:',
      ],
      link: 'Open in Traccar Client',
      fields: [
        ['device', 'Device identifier'],
        ['url', 'Server URL'],
      ],
    },
    {
      app: 'osmand',
      name: 'OsmAnd (Android)',
      steps: [
        'Open this page on the phone, and copy the address: OsmAnd reads no codes.',
        'In OsmAnd switch on Plugins → Trip recording, and paste it under its settings → Online tracking → Web address:',
      ],
      fields: [['url', 'Web address']],
    },
  ],
  de: [
    {
      app: 'owntracks',
      name: 'OwnTracks (Android, iPhone)',
      steps: [
        'Erlaube es zuerst in der App: auf Android Einstellungen → Erweitert → „Allow external configuration“; auf dem iPhone Einstellungen → „Allow loading of configuration from owntracks:“.',
        'Scanne den Code mit der Kamera des Handys, oder öffne den Link auf dem Handy, und nimm an.',
        'Oder gib es von Hand ein, mit dem Modus HTTP:',
      ],
      link: 'In OwnTracks öffnen',
      fields: [
        ['url', 'URL'],
        ['device', 'Benutzername (iPhone: UserID)'],
        ['key', 'Passwort'],
      ],
    },
    {
      app: 'overland',
      name: 'Overland (iPhone)',
      steps: [
        'Scanne den Code mit der Kamera des Handys, oder öffne den Link auf dem Handy.',
        'Oder gib es von Hand ein, unter Settings → Receiver Endpoint:',
      ],
      link: 'In Overland öffnen',
      fields: [
        ['url', 'Receiver Endpoint'],
        ['device', 'Device ID'],
        ['key', 'Access Token'],
      ],
    },
    {
      app: 'traccar',
      name: 'Traccar Client (Android, iPhone)',
      steps: [
        'Scanne den Code in der App, unter den Einstellungen, oder öffne den Link auf dem Handy.',
        'Oder gib es von Hand ein; der Schlüssel ist ein Teil der Server-URL:',
      ],
      link: 'In Traccar Client öffnen',
      fields: [
        ['device', 'Gerätekennung'],
        ['url', 'Server-URL'],
      ],
    },
    {
      app: 'osmand',
      name: 'OsmAnd (Android)',
      steps: [
        'Öffne diese Seite auf dem Handy, und kopiere die Adresse: OsmAnd liest keine Codes.',
        'Schalte in OsmAnd unter Plugins „Streckenaufzeichnung“ ein, und füge sie in deren Einstellungen unter Online-Aufzeichnung als Webadresse ein:',
      ],
      fields: [['url', 'Webadresse']],
    },
  ],
}
