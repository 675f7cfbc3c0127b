import type { en } from './delivery-texts.en.ts'

export const de: typeof en = {
  kinds: {
    match: 'ein Treffer',
    digest: 'eine Zusammenfassung mehrerer Treffer',
    message: 'eine Nachricht',
    note: 'ein Hinweis der Betreiber',
    test: 'ein Test',
  },
  states: {
    pending: 'wartet auf das Senden',
    held: 'zurückgehalten',
    sent: 'gesendet',
    digested: 'in einer Zusammenfassung gesagt',
    gone: 'kein Gerät zum Klingeln',
    rate_limited: 'über einer Grenze',
    muted: 'stumm',
    refused: 'abgelehnt',
    expired: 'zu spät',
  },
  reasons: {
    'quiet hours': 'Es ist Ruhezeit. Nach ihrem Ende wird Bescheid gesagt.',
    'rings hourly': 'Treffer werden einmal in der Stunde gesagt, zur vollen Stunde.',
    'rings daily': 'Treffer werden einmal am Tag gesagt, alle zusammen.',
    'too many in an hour':
      'In einer Stunde kamen mehr Treffer als gewünscht. Dieser wird zusammen mit den anderen gesagt.',
    'one of several that were here already':
      'Was neu oder geändert ist, hat oft mehrere Treffer zugleich. Sie werden einige Sekunden gesammelt und zusammen gesagt.',
    'everything is muted': 'Alles ist stummgeschaltet.',
    'this person is muted': 'Die andere Person ist stummgeschaltet.',
    'this search or offer is muted': 'Diese Suche oder dieses Angebot ist stummgeschaltet.',
    'this pair rang recently': 'Von diesen beiden war erst kurz davor die Rede.',
    'the new account that caused it has reached its limit per hour':
      'Ein neues Konto war der Anlass, und neue Konten dürfen in einer Stunde nur wenige andere klingeln lassen.',
    'the match is over': 'Der Treffer war vorbei, bevor es klingeln konnte.',
    'the device has no active subscription': 'Das Gerät ist für Benachrichtigungen nicht mehr angemeldet.',
    'waits: the last mail is less than ten minutes old':
      'Die letzte Mail ist noch keine zehn Minuten alt. Es steht in der nächsten.',
    'its subscription changed meanwhile':
      'Das Gerät wurde inzwischen neu angemeldet. Gesendet wird an seine neue Anmeldung.',
    'cannot send it': 'Ein Fehler bei uns hat das Senden verhindert. Es wird noch einmal versucht.',
  },
}
