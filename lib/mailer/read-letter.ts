import type { Mail } from '#lib/mailer/mailer.ts'

/** A mail that was read back, with its sender. */
export interface ReadLetter extends Pick<Mail, 'to' | 'subject' | 'text'> {
  readonly from: string
}

const utf8 = new TextDecoder()

/**
 * Reads a mail that our mailers wrote: one plain text, quoted-printable or not encoded.
 *
 * @example
 * ```ts
 * const letter = 'From: a@localhost\r\nTo: b@localhost\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHi\r\n'
 * readLetter(letter) // => { from: 'a@localhost', to: 'b@localhost', subject: 'Grüße', text: 'Hi' }
 * ```
 */
export function readLetter(letter: string): ReadLetter {
  const end = letter.indexOf('\r\n\r\n')
  const head = letter.slice(0, end).replace(/\r\n[ \t]+/gu, ' ')
  const headers = new Map(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const body = letter.slice(end + 4).replace(/\r\n$/u, '')
  const isQuoted = headers.get('content-transfer-encoding') === 'quoted-printable'
  return {
    from: decodeWords(headers.get('from') ?? ''),
    to: decodeWords(headers.get('to') ?? ''),
    subject: decodeWords(headers.get('subject') ?? ''),
    text: (isQuoted ? unquote(body.replace(/=\r\n/gu, '')) : body).replace(/\r\n/gu, '\n'),
  }
}

/** Decodes words such as `=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=` (RFC 2047), and removes the space between two of them. */
function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/gu, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/giu, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? utf8.decode(Buffer.from(word, 'base64'))
        : unquote(word.replaceAll('_', ' ')),
    )
}

function unquote(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/giu, (run) =>
    utf8.decode(Buffer.from(run.replaceAll('=', ''), 'hex')),
  )
}
