import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Benachrichtigungen',
  ask: {
    mute: { search: 'Diese Suche stummschalten?', offer: 'Dieses Angebot stummschalten?' },
    'no-mail': 'Keine Mails mehr bekommen?',
    delete: { search: 'Diese Suche löschen?', offer: 'Dieses Angebot löschen?' },
  },
  means: {
    mute: 'Du bekommst dazu keine Benachrichtigungen mehr. Der Eintrag bleibt aktiv, und andere finden ihn weiterhin.',
    'no-mail':
      'Du bekommst keine Mails mehr über Treffer und Nachrichten. Benachrichtigungen auf deinen Geräten bleiben, wie sie sind, und Mails zu deinem Konto kommen weiterhin.',
    delete: 'Der Eintrag wird mit seinen Treffern gelöscht. Das lässt sich nicht rückgängig machen.',
  },
  submit: { mute: 'Stummschalten', 'no-mail': 'Keine Mails mehr', delete: 'Löschen' },
  done: {
    mute: 'Der Eintrag ist stumm: du bekommst dazu keine Benachrichtigungen mehr.',
    'no-mail': 'Du bekommst keine Mails mehr über Treffer und Nachrichten.',
    delete: 'Der Eintrag ist gelöscht.',
  },
  invalid: {
    heading: 'Dieser Link geht nicht',
    text: 'Er ist unvollständig oder älter als ein halbes Jahr. Melde dich an, um deine Benachrichtigungen zu ändern.',
  },
  heading: 'Erledigt',
  signIn: 'Anmelden',
}
