import type { Language } from '#lib/text/language.ts'

/**
 * A text for each code of a problem; `{seconds}` is how long to wait. `other` is for all other codes, with the English words of the
 * station as `{detail}`; without it these words stand alone.
 */
type ProblemTexts = Readonly<Record<string, string>>

/** The texts for people when an action fails. */
export const problemTexts: Readonly<Record<Language, ProblemTexts>> = {
  en: {
    unreachable: 'The platform does not answer at the moment. Try again in a little while.',
    unauthorized: 'You are signed out. Sign in again.',
    invalid_email_or_password: 'This mail address and this password do not fit together.',
    email_not_verified: 'This address is not confirmed yet: open the link in the mail you got.',
    invalid_password: 'This is not your password.',
    wrong_password: 'This is not your password.',
    wrong_code: 'This code is wrong, was used, or is too old. Look again, or ask for a new one.',
    forbidden:
      'An account that looks after the platform has none of these. Use another account for your own things.',
    invalid_token: 'This link was used already, or is too old. Ask for a new one.',
    too_many_tries: 'Too many tries. The next is possible in {seconds} seconds.',
    device_taken: 'Somebody else has a device of this name. Choose another name.',
    stale: 'It was changed since you loaded this page. Load the page again, then repeat your change.',
  },
  de: {
    unreachable: 'Die Plattform antwortet gerade nicht. Versuche es bald noch einmal.',
    unauthorized: 'Du bist abgemeldet. Melde dich wieder an.',
    invalid_email_or_password: 'Diese Mailadresse und dieses Passwort passen nicht zusammen.',
    email_not_verified:
      'Diese Adresse ist noch nicht bestätigt: öffne den Link in der Mail, die du bekommen hast.',
    invalid_password: 'Das ist nicht dein Passwort.',
    wrong_password: 'Das ist nicht dein Passwort.',
    wrong_code:
      'Dieser Code ist falsch, schon benutzt oder zu alt. Sieh noch einmal nach, oder bitte um einen neuen.',
    forbidden:
      'Ein Konto, das sich um die Plattform kümmert, hat nichts davon. Nimm für eigene Dinge ein anderes Konto.',
    invalid_token: 'Dieser Link wurde schon benutzt oder ist zu alt. Bitte um einen neuen.',
    too_many_tries: 'Zu viele Versuche. Der nächste geht in {seconds} Sekunden.',
    device_taken: 'Jemand anders hat schon ein Gerät dieses Namens. Wähle einen anderen.',
    stale:
      'Es wurde geändert, seit du diese Seite geladen hast. Lade die Seite neu, und wiederhole deine Änderung.',
    too_many_active: 'Diese Person hat schon so viele aktive Suchen und Angebote, wie sie haben darf.',
    not_your_device: 'Dieses Gerät gehört jemand anderem.',
    bad_field: 'Das passt hier nicht. Bitte sieh noch einmal nach.',
    not_found: 'Das gibt es nicht mehr. Lade die Seite neu.',
    foreign_origin: 'Diese Seite wurde unter einer fremden Adresse geöffnet.',
    busy: 'Gerade ist zu viel los. Versuche es gleich noch einmal.',
    too_many_calls: 'Zu viele Anfragen auf einmal. Versuche es gleich noch einmal.',
    too_many_blocks: 'Du hast schon sehr viele Personen blockiert. Gib zuerst eine frei.',
    other: 'Das hat nicht geklappt. Die Plattform sagt dazu (auf Englisch): {detail}',
  },
}
