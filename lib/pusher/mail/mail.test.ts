import { describe, expect, onTestFinished, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import { SENDER } from '#lib/mailer/mailer-contract.ts'
import { openSmtpMailer } from '#lib/mailer/smtp.ts'
import { startSmtpSink, type SmtpSinkOptions } from '#lib/mailer/smtp-sink.fixture.ts'
import { openMailPusher } from '#lib/pusher/mail/send.ts'
import { aPushMessage, describePusher } from '#lib/pusher/pusher-contract.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

const addressOf = (person: string) => Promise.resolve(`${person.replaceAll(' ', '.')}@example.org`)

/** Opens the channel on a mail server of this machine. */
async function open(
  sinkOptions: SmtpSinkOptions = {},
  find: typeof addressOf | (() => Promise<undefined>) = addressOf,
) {
  const sink = await startSmtpSink(sinkOptions)
  const mailer: Mailer = openSmtpMailer(`smtp://127.0.0.1:${sink.port}`, { from: SENDER, log: quietLog })
  async function close(): Promise<void> {
    await mailer.close()
    await sink.stop()
  }
  return { sink, mailer, pusher: openMailPusher(mailer, find), close }
}

async function opened(...given: Parameters<typeof open>) {
  const world = await open(...given)
  onTestFinished(() => world.close())
  return world
}

describePusher(
  'mail',
  async () => {
    const { sink, pusher, close } = await open()
    const shownOn = (subscription: string) =>
      sink.recipients.filter((to) => to === `${subscription.replaceAll(' ', '.')}@example.org`).length
    return { pusher, shownOn, close }
  },
  { cannot: { showOnce: 'a mail server does not recognise a mail that it got before' } },
)

const LETTER = {
  greeting: 'Hello,',
  links: [
    { title: 'Open it:', url: 'https://push.example/matches/m-1' },
    { title: 'No more mails:', url: 'https://push.example/unsubscribe/t' },
  ],
  why: 'You asked for mails.',
}

describe('openMailPusher()', () => {
  test('sends a mail with a list, links, a header to unsubscribe, and the key in its Message-ID', async () => {
    const { sink, pusher } = await opened()
    const message = aPushMessage({
      title: 'Gefunden: Fahrrad',
      items: [
        { title: 'bicycle: 7', url: 'https://push.example/matches/m-1' },
        { title: 'lamp: 3', url: 'https://push.example/searches/s-2' },
      ],
      letter: LETTER,
      unsubscribeUrl: 'https://push.example/unsubscribe/t',
    })
    expect(await pusher.send(message)).toEqual({ outcome: 'sent', providerId: message.idempotencyKey })
    expect(sink.letters[0]).toMatchObject({
      subject: 'Gefunden: Fahrrad',
      text: `Hello,

Gefunden: Fahrrad

Less than 1 km away

- bicycle: 7
- lamp: 3
  https://push.example/searches/s-2

Open it:
https://push.example/matches/m-1

No more mails:
https://push.example/unsubscribe/t

You asked for mails.`,
    })
    expect(sink.bytes[0]).toContain(`Message-ID: <${message.idempotencyKey}@localhost>\r\n`)
    expect(sink.bytes[0]).toContain('List-Unsubscribe: <https://push.example/unsubscribe/t>\r\n')
    expect(sink.bytes[0]).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
    expect(sink.bytes[0]).toContain('Auto-Submitted: auto-generated\r\n')
  })

  test('asks for the address at each mail, so that a changed address is used at once', async () => {
    const addresses = ['old@example.org', 'new@example.org']
    const { sink, pusher } = await opened({}, () => Promise.resolve(addresses.shift() ?? ''))
    const subscription = newId()
    await pusher.send(aPushMessage({ subscription }))
    await pusher.send(aPushMessage({ subscription }))
    expect(sink.recipients).toEqual(['old@example.org', 'new@example.org'])
  })

  test('a person without a confirmed address is gone', async () => {
    const { sink, pusher } = await opened({}, () => Promise.resolve(undefined))
    expect(await pusher.send(aPushMessage())).toMatchObject({ outcome: 'gone' })
    expect(sink.recipients).toEqual([])
  })

  test('a mail that the server rejects for good is refused, and its reason does not tell the address', async () => {
    const { pusher } = await opened({ answer: async (command) => (command === 'to' ? 550 : 250) })
    const result = await pusher.send(aPushMessage())
    expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('550') })
    expect(JSON.stringify(result)).not.toContain('@example.org')
  })

  test('a mail that the server rejects for now waits alone', async () => {
    const { pusher } = await opened({ answer: async (command) => (command === 'to' ? 451 : 250) })
    expect(await pusher.send(aPushMessage())).toMatchObject({ outcome: 'later' })
  })

  test('without a mail server the channel waits', async () => {
    const { pusher, sink } = await opened()
    await sink.stop()
    expect(await pusher.send(aPushMessage())).toMatchObject({ outcome: 'busy' })
  })

  test('a title that is not safe in a header is refused', async () => {
    const { sink, pusher } = await opened()
    const result = await pusher.send(aPushMessage({ title: 'Hi\r\nBcc: all@example.org' }))
    expect(result).toMatchObject({ outcome: 'refused' })
    expect(sink.recipients).toEqual([])
  })

  test('when the address cannot be found now, it throws, so that nothing is written about the mail', async () => {
    const { pusher } = await opened({}, () => Promise.reject(new UnavailableError('Cannot ask')))
    await expect(pusher.send(aPushMessage())).rejects.toBeInstanceOf(UnavailableError)
  })
})
