import type { Language } from '#lib/text/language.ts'

/** The file of an export that explains the other files. */
export interface ExportNote {
  readonly name: string
  readonly text: string
}

/** The note in an export: it lists the files, and says when the last copy elsewhere expires if the account is deleted now. */
export function exportNote(language: Language, copiesUntilMs: number): ExportNote {
  const day = new Date(copiesUntilMs).toISOString().slice(0, 10)
  return language === 'de' ? german(day) : english(day)
}

const english = (day: string): ExportNote => ({
  name: 'README.txt',
  text: `This is the data that we store about you.

account.json         your address and where you are signed in
devices.json         your devices
searches.json        what you search for
offers.json          what you offer
matches.json         your matches, the newest 10,000
positions.json       the last known positions of your devices
blocks.json          whom you blocked
subscriptions.json   the push subscriptions of your devices
rings.json           the push notifications we sent to them, the newest 10,000
pictures.json        your pictures; the files are in the folder pictures

The events that your devices sent (times, places, and data that an app adds) are also in our event log. They expire there
automatically and are not in this export. If you delete your account today, the last copy expires on ${day}, and until then
the copies are not used. A separate audit log stores for a limited time what operators changed, and in whose account.
Services that deliver push notifications keep their own records.
`,
})

const german = (day: string): ExportNote => ({
  name: 'LIESMICH.txt',
  text: `Diese Daten speichern wir über dich.

account.json         deine Adresse und wo du angemeldet bist
devices.json         deine Geräte
searches.json        was du suchst
offers.json          was du anbietest
matches.json         deine Treffer, die neuesten 10.000
positions.json       die letzten bekannten Positionen deiner Geräte
blocks.json          wen du gesperrt hast
subscriptions.json   die Push-Anmeldungen deiner Geräte
rings.json           die Push-Nachrichten an deine Geräte, die neuesten 10.000
pictures.json        deine Bilder; die Dateien liegen im Ordner pictures

Die Ereignisse, die deine Geräte gesendet haben (Zeiten, Orte und Daten, die eine App hinzufügt), liegen auch in unserem
Ereignisprotokoll. Sie laufen dort automatisch ab und sind nicht in diesem Export. Wenn du dein Konto heute löschst, läuft die
letzte Kopie am ${day} ab, und bis dahin werden die Kopien nicht verwendet. Ein eigenes Protokoll speichert für begrenzte Zeit,
was Betreiber an welchem Konto geändert haben. Dienste, die Push-Nachrichten zustellen, führen eigene Aufzeichnungen.
`,
})
