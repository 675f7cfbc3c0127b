import { en as codes } from '../shared/code-texts.en.ts'
import { en as credentials } from '../shared/credential-texts.en.ts'

export const en = {
  passwordHint: credentials.passwordHint,
  title: 'My account',
  email: 'Mail address',
  role: 'Role',
  roles: { person: 'person', operate: 'operator', admin: 'admin' },
  id: 'Id',
  password: {
    title: 'Password',
    current: 'Current password',
    next: 'New password',
    submit: 'Change the password',
    done: 'Your password is changed. You are signed out everywhere else.',
  },
  sessions: {
    title: 'Where I am signed in',
    text: 'A session that you end here can start nothing new. What it already does ends within five minutes.',
    here: 'this browser',
    since: 'since',
    end: 'End',
    endOthers: 'End all others',
  },
  devices: { title: 'My devices', none: 'None yet.', manage: 'Add a device, or change one' },
  blocks: {
    title: 'People I blocked',
    text: 'You and they no longer match.',
    none: 'Nobody.',
    since: 'since',
    end: 'Unblock',
  },
  export: {
    title: 'A copy of my data',
    text: 'A zip file with JSON files and pictures: everything that we store about you.',
    link: 'Download my data',
  },
  deletion: {
    title: 'Delete my account',
    text: 'This deletes your account and everything that belongs to it. It cannot be undone.',
    open: 'Delete my account …',
    gone: [
      'your account, your password and all sessions',
      'your devices and their keys',
      'your searches, offers and pictures',
      'your matches, the messages about them, and your list of blocked people',
    ],
    copies:
      'What your devices sent stays in the event log until it expires, but we no longer use it. You get the date here and by mail. Services that deliver pushes keep their own records.',
    password: 'Your password',
    codes: { ...codes, send: 'I have no password: send me a code' },
    submit: 'Delete everything now',
    cancel: 'Keep my account',
    done: 'Your account is deleted. The last copy of what your devices sent expires on {day}.',
    home: 'To the front page',
  },
}
