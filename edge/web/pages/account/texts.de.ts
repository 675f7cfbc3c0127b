import { de as codes } from '../shared/code-texts.de.ts'
import { de as credentials } from '../shared/credential-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  passwordHint: credentials.passwordHint,
  title: 'Mein Konto',
  email: 'Mailadresse',
  role: 'Rolle',
  roles: { person: 'Person', operate: 'Betreiber', admin: 'Administrator' },
  id: 'Kennung',
  password: {
    title: 'Passwort',
    current: 'Aktuelles Passwort',
    next: 'Neues Passwort',
    submit: 'Passwort ändern',
    done: 'Dein Passwort ist geändert. Überall sonst bist du abgemeldet.',
  },
  sessions: {
    title: 'Wo ich angemeldet bin',
    text: 'Eine Sitzung, die du hier beendest, kann nichts Neues mehr beginnen. Was sie schon tut, endet binnen fünf Minuten.',
    here: 'dieser Browser',
    since: 'seit',
    end: 'Beenden',
    endOthers: 'Alle anderen beenden',
  },
  devices: { title: 'Meine Geräte', none: 'Noch keine.', manage: 'Ein Gerät hinzufügen oder ändern' },
  blocks: {
    title: 'Personen, die ich blockiert habe',
    text: 'Mit ihnen gibt es keine Treffer mehr.',
    none: 'Niemanden.',
    since: 'seit',
    end: 'Nicht mehr blockieren',
  },
  export: {
    title: 'Eine Kopie meiner Daten',
    text: 'Eine Zip-Datei mit JSON-Dateien und Bildern: alles, was wir über dich speichern.',
    link: 'Meine Daten herunterladen',
  },
  deletion: {
    title: 'Mein Konto löschen',
    text: 'Das löscht dein Konto und alles, was dazugehört. Es lässt sich nicht rückgängig machen.',
    open: 'Mein Konto löschen …',
    gone: [
      'dein Konto, dein Passwort und alle Sitzungen',
      'deine Geräte und ihre Schlüssel',
      'deine Suchen, Angebote und Bilder',
      'deine Treffer, die Nachrichten darüber und die Liste der blockierten Personen',
    ],
    copies:
      'Was deine Geräte gesendet haben, bleibt im Ereignisprotokoll, bis es abläuft; wir verwenden es aber nicht mehr. Das Datum erfährst du hier und per Mail. Dienste, die Push-Nachrichten zustellen, führen eigene Aufzeichnungen.',
    password: 'Dein Passwort',
    codes: { ...codes, send: 'Ich habe kein Passwort: Code zusenden' },
    submit: 'Jetzt alles löschen',
    cancel: 'Mein Konto behalten',
    done: 'Dein Konto ist gelöscht. Die letzte Kopie dessen, was deine Geräte gesendet haben, läuft am {day} ab.',
    home: 'Zur Startseite',
  },
}
