import { once } from 'node:events'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { readLetter, type ReadLetter } from '#lib/mailer/read-letter.ts'

/** A mail server on this machine that keeps the mails it receives. */
export interface SmtpSink {
  readonly port: number
  readonly letters: ReadLetter[]
  /** The same mails as raw text. */
  readonly bytes: string[]
  /** The recipients of the SMTP envelope (RCPT TO). */
  readonly recipients: string[]
  /** For each letter, true if it arrived over TLS. */
  readonly wasSecure: boolean[]
  stop(): Promise<void>
}

/** Options of the server. `answer` returns its status code; while its promise is pending, the server does not answer. */
export interface SmtpSinkOptions {
  readonly user?: string
  readonly password?: string
  /** `starttls` and `tls` use a self-signed certificate. */
  readonly tls?: 'none' | 'starttls' | 'tls'
  readonly host?: string
  readonly port?: number
  readonly answer?: (command: 'connect' | 'from' | 'to' | 'data') => Promise<number>
}

const OK = 250

/** Starts a mail server that accepts every mail by default. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const { user = '', password = '', tls = 'none', host = '127.0.0.1', port = 0, answer } = options
  const letters: ReadLetter[] = []
  const bytes: string[] = []
  const recipients: string[] = []
  const wasSecure: boolean[] = []

  const reply = (command: 'connect' | 'from' | 'to' | 'data') => async (done: (error?: Error) => void) => {
    const code = (await answer?.(command)) ?? OK
    if (code === OK) done()
    else done(Object.assign(new Error('5.1.1 Told to refuse mila@example.org'), { responseCode: code }))
  }

  const handlers: SMTPServerOptions = {
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password
        ? done(null, { user })
        : done(new Error('Wrong password')),
    onConnect: (_session, done) => void reply('connect')(done),
    onMailFrom: (_address, _session, done) => void reply('from')(done),
    onRcptTo: ({ address }, _session, done) =>
      void reply('to')((error) => {
        if (error === undefined) recipients.push(address)
        done(error)
      }),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on(
        'end',
        () =>
          void reply('data')((error) => {
            if (error === undefined) {
              const text = Buffer.concat(chunks).toString('latin1')
              bytes.push(text)
              letters.push(readLetter(text))
              wasSecure.push(session.secure)
            }
            done(error)
          }),
      )
    },
  }

  const server = new SMTPServer({
    ...handlers,
    authOptional: user === '',
    allowInsecureAuth: true,
    disableReverseLookup: true,
    secure: tls === 'tls',
    logger: false,
    closeTimeout: 50,
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(user === '' ? ['AUTH'] : [])],
  })
  // A client that disconnects early must not fail a test.
  server.on('error', () => undefined)
  server.listen(port, host)
  await once(server.server, 'listening')
  const address = server.server.address()

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    letters,
    bytes,
    recipients,
    wasSecure,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
