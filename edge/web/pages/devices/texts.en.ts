export const en = {
  title: 'My devices',
  text: 'A device sends its position in your name, and your searches and offers can follow it. Its key proves that it is your device.',
  none: 'No device yet.',
  states: { active: 'has a key', without_key: 'has no key: your searches and offers do not follow it' },
  since: 'yours since',
  keySince: 'key since',
  settings: 'Settings for an app',
  cancel: 'Cancel',
  rotate: {
    title: 'A new key for',
    text: 'You get a new key for the app on this device. The previous key stays valid for a while, usually one day, so that nothing is lost until you have entered the new key.',
    yes: 'New key',
  },
  revoke: {
    title: 'Lost:',
    text: 'All its keys become invalid at once, and your searches and offers no longer follow it. The device stays yours. When you find it, you can give it a new key.',
    yes: 'Revoke its keys',
  },
  giveBack: {
    title: 'Remove',
    text: 'All its keys become invalid at once, and the device is no longer yours: somebody else can register a device with this name. Do this before you give the phone away.',
    yes: 'Remove it',
  },
  add: {
    title: 'Add a device',
    text: 'Each phone has its own name and its own key.',
    name: 'Name of the device',
    hint: 'Letters, digits and . _ -',
    submit: 'Add it',
  },
  ring: {
    title: 'This browser',
    states: {
      unknown: '',
      impossible:
        'This browser cannot ring here. On an iPhone, first add this page to the home screen; elsewhere it needs https.',
      blocked:
        'You do not allow notifications of this page. You can change that in the settings of the browser.',
      off: 'This platform does not ring browsers.',
      silent:
        'This browser does not ring. It can show what is found near you, also when this page is closed.',
      rings: 'This browser rings when something is found near you.',
      tested: 'A test is on its way to this browser.',
    },
    ring: 'Ring this browser',
    test: 'Send a test',
  },
  key: {
    title: 'Settings for',
    text: 'With this key anybody can send positions in your name: enter it on your phone only. This page shows it until you hide it or leave the page.',
    local:
      'Only this machine can reach this platform, a phone cannot. Its operator opens it with HOST and PUBLIC_URL.',
    plain: 'This platform has no https: others on the network can read the key and every position.',
    copy: 'Copy',
    copied: 'Copied',
    close: 'Hide the key',
  },
}
