import type { Language } from '#lib/http/preferred-language.ts'

/** What the page of an account says. */
export interface AccountTexts {
  readonly title: string
  readonly email: string
  readonly role: string
  readonly id: string
  readonly password: {
    readonly title: string
    readonly current: string
    readonly next: string
    readonly submit: string
    readonly done: string
  }
  readonly sessions: {
    readonly title: string
    readonly text: string
    readonly here: string
    readonly since: string
    readonly end: string
    readonly endOthers: string
  }
  readonly devices: { readonly title: string; readonly none: string; readonly manage: string }
  readonly blocks: {
    readonly title: string
    readonly text: string
    readonly none: string
    readonly since: string
    readonly end: string
  }
  readonly take: { readonly title: string; readonly text: string; readonly link: string }
  readonly leave: {
    readonly title: string
    readonly text: string
    readonly open: string
    readonly gone: readonly string[]
    readonly copies: string
    readonly password: string
    readonly submit: string
    readonly cancel: string
    /** Said at the end; `{day}` is when the last copy expires. */
    readonly done: string
    readonly home: string
  }
}

/** The texts of the page of an account. */
export const accountTexts: Readonly<Record<Language, AccountTexts>> = {
  en: {
    title: 'My account',
    email: 'Mail address',
    role: 'Role',
    id: 'Id',
    password: {
      title: 'Password',
      current: 'Password until now',
      next: 'New password',
      submit: 'Change the password',
      done: 'It is changed; everywhere else you are signed out.',
    },
    sessions: {
      title: 'Where I am signed in',
      text: 'A session that is ended here can do nothing new at once; what it was let do already ends within five minutes.',
      here: 'this browser',
      since: 'since',
      end: 'End',
      endOthers: 'End all others',
    },
    devices: { title: 'My devices', none: 'None yet.', manage: 'Add a device, or change one' },
    blocks: {
      title: 'Whom I blocked',
      text: 'They and you no longer meet in matches.',
      none: 'Nobody.',
      since: 'since',
      end: 'Unblock',
    },
    take: {
      title: 'A copy of my data',
      text: 'A zip of JSON files and pictures, with everything that is kept about you.',
      link: 'Download my data',
    },
    leave: {
      title: 'Leave',
      text: 'Deletes your account and all that belongs to it. It cannot be undone.',
      open: 'Delete my account …',
      gone: [
        'your account, your password and all sessions',
        'your devices and their keys',
        'your searches, offers and pictures',
        'your matches and messages about them, and whom you blocked',
      ],
      copies:
        'What your devices sent stays in the event log until it expires there, but nothing is done with it any more. You are told the day, here and by mail. Services that deliver pushes keep records of their own.',
      password: 'Your password',
      submit: 'Delete everything now',
      cancel: 'Keep my account',
      done: 'Your account is deleted. The last copy of what your devices sent expires on {day}. Good-bye.',
      home: 'To the front page',
    },
  },
  de: {
    title: 'Mein Konto',
    email: 'Mailadresse',
    role: 'Rolle',
    id: 'Kennung',
    password: {
      title: 'Passwort',
      current: 'Bisheriges Passwort',
      next: 'Neues Passwort',
      submit: 'Passwort ändern',
      done: 'Es ist geändert; überall sonst bist du abgemeldet.',
    },
    sessions: {
      title: 'Wo ich angemeldet bin',
      text: 'Eine Sitzung, die hier beendet wird, darf sofort nichts Neues mehr; was ihr schon erlaubt war, endet binnen fünf Minuten.',
      here: 'dieser Browser',
      since: 'seit',
      end: 'Beenden',
      endOthers: 'Alle anderen beenden',
    },
    devices: { title: 'Meine Geräte', none: 'Noch keine.', manage: 'Ein Gerät hinzufügen oder ändern' },
    blocks: {
      title: 'Wen ich blockiert habe',
      text: 'Ihr begegnet euch in Treffern nicht mehr.',
      none: 'Niemanden.',
      since: 'seit',
      end: 'Nicht mehr blockieren',
    },
    take: {
      title: 'Eine Kopie meiner Daten',
      text: 'Ein Zip mit JSON-Dateien und Bildern: alles, was über dich aufbewahrt wird.',
      link: 'Meine Daten herunterladen',
    },
    leave: {
      title: 'Gehen',
      text: 'Löscht dein Konto und alles, was dazugehört. Das lässt sich nicht rückgängig machen.',
      open: 'Mein Konto löschen …',
      gone: [
        'dein Konto, dein Passwort und alle Sitzungen',
        'deine Geräte und ihre Schlüssel',
        'deine Suchen, Angebote und Bilder',
        'deine Treffer und Nachrichten darüber, und wen du blockiert hast',
      ],
      copies:
        'Was deine Geräte gesendet haben, bleibt im Ereignisprotokoll, bis es dort abläuft; es geschieht aber nichts mehr damit. Den Tag erfährst du hier und mit einer Mail. Dienste, die Push-Nachrichten zustellen, führen eigene Aufzeichnungen.',
      password: 'Dein Passwort',
      submit: 'Jetzt alles löschen',
      cancel: 'Mein Konto behalten',
      done: 'Dein Konto ist gelöscht. Die letzte Kopie dessen, was deine Geräte gesendet haben, läuft am {day} ab. Mach es gut.',
      home: 'Zur Startseite',
    },
  },
}
