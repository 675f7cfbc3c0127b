import type { PhoneAppTexts } from './phone-app.ts'

/** The apps that we have settings for; those that a QR code sets up come first. */
export const en: readonly PhoneAppTexts[] = [
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
]
