import type { PhoneAppTexts } from './phone-app.ts'

export const de: readonly PhoneAppTexts[] = [
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
]
