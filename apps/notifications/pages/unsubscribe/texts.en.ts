export const en = {
  title: 'Notifications',
  ask: {
    mute: { search: 'Mute this search?', offer: 'Mute this offer?' },
    'no-mail': 'Get no more mails?',
    delete: { search: 'Delete this search?', offer: 'Delete this offer?' },
  },
  means: {
    mute: 'You get no more notifications about it. It stays active, and others still find it.',
    'no-mail':
      'You get no more mails about matches and messages. Notifications on your devices stay as they are, and mails about your account still come.',
    delete: 'It is deleted with its matches. This cannot be undone.',
  },
  submit: { mute: 'Mute', 'no-mail': 'No more mails', delete: 'Delete' },
  done: {
    mute: 'It is muted: you get no more notifications about it.',
    'no-mail': 'You get no more mails about matches and messages.',
    delete: 'It is deleted.',
  },
  invalid: {
    heading: 'This link does not work',
    text: 'It is incomplete, or older than half a year. Sign in to change your notifications.',
  },
  heading: 'Done',
  signIn: 'Sign in',
}
