import type { Language } from '#lib/http/preferred-language.ts'

/** The file of an export that explains the others. */
export interface ExportNote {
  readonly name: string
  readonly text: string
}

/** The note in an export: what is in it, and when the last copy elsewhere expires, should the account be deleted now. */
export function exportNote(language: Language, copiesUntilMs: number): ExportNote {
  const day = new Date(copiesUntilMs).toISOString().slice(0, 10)
  return language === 'de' ? german(day) : english(day)
}

const english = (day: string): ExportNote => ({
  name: 'README.txt',
  text: `This is what is kept of you.

account.json         your address and where you are signed in
devices.json         your devices
searches.json        what you look for
offers.json          what you offer
matches.json         whom you met, by search and offer, the newest 10,000
positions.json       where your devices were last
blocks.json          whom you blocked
subscriptions.json   how your devices ring
rings.json           what they rang for, the newest 10,000
pictures.json        your pictures, which lie in the folder pictures

What your devices sent (times, places, and whatever an app adds) passes through our event log as well. It expires there by
itself and is not in this file. Should you delete your account today, the last copy expires on ${day}, and until then none
is acted upon. What operators changed, and with whose account, is in an audit log of its own for a time. Services that
deliver pushes keep records of their own.
`,
})

const german = (day: string): ExportNote => ({
  name: 'LIESMICH.txt',
  text: `Das ist, was über dich aufbewahrt wird.

account.json         deine Adresse und wo du angemeldet bist
devices.json         deine Geräte
searches.json        was du suchst
offers.json          was du anbietest
matches.json         wen du trafst, nach Suche und Angebot, die neuesten 10.000
positions.json       wo deine Geräte zuletzt waren
blocks.json          wen du gesperrt hast
subscriptions.json   wie deine Geräte klingeln
rings.json           wofür sie klingelten, die neuesten 10.000
pictures.json        deine Bilder, sie liegen im Ordner pictures

Was deine Geräte gesendet haben (Zeiten, Orte, und was eine App hinzufügt), geht auch durch unser Ereignisprotokoll. Dort
läuft es von selbst ab und ist nicht in dieser Datei. Löschst du dein Konto heute, so läuft die letzte Kopie am ${day} ab,
und bis dahin wird nach keiner mehr gehandelt. Was Betreiber geändert haben, und an wessen Konto, steht eine Zeit lang in einem
eigenen Protokoll. Dienste, die Push-Nachrichten zustellen, führen eigene Aufzeichnungen.
`,
})
