import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { describeMailer, SENDER } from '#lib/mailer/mailer-contract.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { openSmtpMailer } from '#lib/mailer/smtp.ts'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '#lib/mailer/smtp-sink.fixture.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

const options = { from: SENDER, log: quietLog }
const mail = { to: 'mila@example.org', subject: 'Sign in', text: 'Open this page' }
const password = 'never/to:be@seen'
const login = `mila:${encodeURIComponent(password)}@`

/** Starts a server and a mailer for it. */
async function open(
  sinkOptions: SmtpSinkOptions = {},
  url = (port: number) => `smtp://127.0.0.1:${port}`,
  limits: { timeoutMs?: number } = {},
): Promise<{ sink: SmtpSink; mailer: Mailer }> {
  const sink = await startSmtpSink(sinkOptions)
  const mailer = openSmtpMailer(url(sink.port), { ...options, ...limits })
  onTestFinished(async () => {
    await mailer.close()
    await sink.stop()
  })
  return { sink, mailer }
}

describe.each([
  ['smtp', { tls: 'none' }, 'smtp://'],
  ['smtp with STARTTLS and a password', { tls: 'starttls', user: 'mila', password }, `smtp://${login}`],
  ['smtps with a password', { tls: 'tls', user: 'mila', password }, `smtps://${login}`],
] as const)('%s', (name, sinkOptions, start) => {
  describeMailer(name, async () => {
    const sink = await startSmtpSink(sinkOptions)
    const mailer = await openMailer(`${start}127.0.0.1:${sink.port}`, options)
    return {
      mailer,
      left: async () => sink.letters,
      async close() {
        await mailer.close()
        await sink.stop()
      },
    }
  })
})

describe('openSmtpMailer()', () => {
  test('sends the recipient to the server, and forbids automatic replies in a header', async () => {
    const { sink, mailer } = await open()
    await mailer.send(mail)
    expect(sink.recipients).toEqual([mail.to])
    expect(sink.bytes[0]).toMatch(/^Auto-Submitted: auto-generated\r$/mu)
    expect(sink.bytes[0]).toMatch(/^Message-ID: <[0-9a-f-]{36}@localhost>\r$/mu)
    expect(sink.bytes[0]).toMatch(/^Date: /mu)
  })

  test('names a mail by its id, and tells how to unsubscribe with one click', async () => {
    const { sink, mailer } = await open()
    const id = crypto.randomUUID()
    const unsubscribeUrl = `https://push.example/unsubscribe/${'x'.repeat(300)}`
    await mailer.send({ ...mail, id, unsubscribeUrl })
    expect(sink.bytes[0]).toContain(`\r\nMessage-ID: <${id}@localhost>\r\n`)
    const head = sink.bytes[0]?.replaceAll(/\r\n[ \t]+/gu, ' ')
    expect(head).toContain(`\r\nList-Unsubscribe: <${unsubscribeUrl}>\r\n`)
    expect(head).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
  })

  test('uses TLS if the server supports it', async () => {
    const { sink, mailer } = await open({ tls: 'starttls' })
    await mailer.send(mail)
    expect(sink.wasSecure).toEqual([true])
  })

  test.each([
    ['none', 'smtp'],
    ['starttls', 'smtp'],
    ['tls', 'smtps'],
  ] as const)(
    'sends nothing to a remote server (%s) without TLS and a valid certificate',
    async (tls, scheme) => {
      // An address of this machine that the mailer does not recognise as a loopback address.
      const elsewhere = (port: number) => `${scheme}://${login}0.0.0.0:${port}`
      const { sink, mailer } = await open({ tls, user: 'mila', password, host: '0.0.0.0' }, elsewhere)
      await expect(mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
      await expect(mailer.check()).rejects.toBeInstanceOf(UnavailableError)
      expect(sink.recipients).toEqual([])
    },
  )

  test('with a wrong password, send() and check() reject as unavailable, without quoting it', async () => {
    const wrong = encodeURIComponent('wrong-password')
    const { sink, mailer } = await open(
      { user: 'mila', password },
      (port) => `smtp://mila:${wrong}@127.0.0.1:${port}`,
    )
    const failures = [await failureOf(mailer.send(mail)), await failureOf(mailer.check())]
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(UnavailableError)
      expect(Bun.inspect(failure)).not.toMatch(/wrong-password|d3Jvbmct|Wrong password/u)
      expect(Bun.inspect(failure)).toContain('it answered 535')
    }
    expect(sink.letters).toEqual([])
  })

  test('with a password, it sends nothing to a server without authentication', async () => {
    const { sink, mailer } = await open({}, (port) => `smtp://${login}127.0.0.1:${port}`)
    await expect(mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
    expect(sink.letters).toEqual([])
  })

  test('a missing server is unavailable; when it is back, mail is sent', async () => {
    const gone = await startSmtpSink()
    await gone.stop()
    const mailer = openSmtpMailer(`smtp://127.0.0.1:${gone.port}`, options)
    onTestFinished(() => mailer.close())
    await expect(mailer.check()).rejects.toBeInstanceOf(UnavailableError)
    await expect(mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
    const back = await startSmtpSink({ port: gone.port })
    onTestFinished(() => back.stop())
    await mailer.send(mail)
    expect(back.letters).toHaveLength(1)
  })

  test('a server that restarts between two mails receives both', async () => {
    const first = await startSmtpSink()
    const mailer = openSmtpMailer(`smtp://127.0.0.1:${first.port}`, options)
    onTestFinished(() => mailer.close())
    await mailer.send(mail)
    await first.stop()
    const second = await startSmtpSink({ port: first.port })
    onTestFinished(() => second.stop())
    await mailer.send(mail)
    expect(second.letters).toHaveLength(1)
  })

  test.each(['to', 'data'] as const)(
    '550 to "%s" is a permanent rejection, and the error does not quote the address',
    async (command) => {
      const { mailer } = await open({ answer: async (asked) => (asked === command ? 550 : 250) })
      const failure = await failureOf(mailer.send(mail))
      expect(failure).toMatchObject({
        name: 'ProblemError',
        problem: {
          status: 422,
          code: 'mail_refused',
          detail: expect.stringMatching(/it answered 550 5\.1\.1 to /u),
        },
      })
      expect(Bun.inspect(failure)).not.toContain('mila@')
    },
  )

  test.each([
    ['to', 451],
    ['data', 451],
    ['from', 451],
    ['from', 550],
    ['connect', 554],
  ] as const)('"%s" answered with %i is unavailable, without the address', async (command, code) => {
    const { mailer } = await open({ answer: async (asked) => (asked === command ? code : 250) })
    const failure = await failureOf(mailer.send(mail))
    expect(failure).toBeInstanceOf(UnavailableError)
    expect(failure).toMatchObject({ message: expect.stringContaining(`it answered ${code}`) })
    expect(Bun.inspect(failure)).not.toContain('mila@')
  })

  test('a rejected mail does not affect later mails', async () => {
    const answers = [550, 451]
    const { sink, mailer } = await open({
      answer: async (asked) => (asked === 'to' ? (answers.shift() ?? 250) : 250),
    })
    await failureOf(mailer.send(mail))
    await failureOf(mailer.send(mail))
    await mailer.send(mail)
    expect(sink.letters).toHaveLength(1)
  })

  test.each(['connect', 'to', 'data'] as const)(
    'no answer to "%s" is unavailable after the time-out',
    async (command) => {
      const silence = Promise.withResolvers<number>()
      const { mailer } = await open(
        { answer: (asked) => (asked === command ? silence.promise : Promise.resolve(250)) },
        undefined,
        { timeoutMs: 500 },
      )
      await expect(mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
      silence.resolve(250)
    },
  )

  test('a server that sends its answer byte by byte is unavailable after the time-out, and is disconnected', async () => {
    const { port, isLeft } = await startDripping()
    const mailer = openSmtpMailer(`smtp://127.0.0.1:${port}`, { ...options, timeoutMs: 100 })
    onTestFinished(() => mailer.close())
    const tookTooLong = { name: 'UnavailableError', message: expect.stringContaining(': time-out') }
    await expect(mailer.send(mail)).rejects.toMatchObject(tookTooLong)
    await expect.poll(isLeft).toBe(true)
    await expect(mailer.check()).rejects.toMatchObject(tookTooLong)
  })

  test('close() disconnects such a server before the time-out of the mail', async () => {
    const { port, isLeft } = await startDripping()
    const mailer = openSmtpMailer(`smtp://127.0.0.1:${port}`, { ...options, timeoutMs: 300 })
    const sending = failureOf(mailer.send(mail))
    await mailer.close()
    expect(await sending).toMatchObject({
      name: 'UnavailableError',
      message: expect.not.stringContaining(': time-out'),
    })
    await expect.poll(isLeft).toBe(true)
  })

  test('a non-ASCII address is sent to a server that supports it', async () => {
    const { sink, mailer } = await open()
    await mailer.send({ ...mail, to: 'jürgen@example.org' })
    expect(sink.recipients).toEqual(['jürgen@example.org'])
  })
})

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
}

/** Starts a server whose first answer never ends. */
async function startDripping(): Promise<{ port: number; isLeft: () => boolean }> {
  let isLeft = false
  const server = createServer((socket) => {
    let dripping: ReturnType<typeof setInterval> | undefined
    socket.write('220 Welcome\r\n')
    socket.once('data', () => {
      dripping = setInterval(() => socket.write('250-wait\r\n'), 10)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(dripping)
      isLeft = true
    })
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, isLeft: () => isLeft }
}
