import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { Mail, Mailer } from '#lib/mailer/mailer.ts'
import type { ReadLetter } from '#lib/mailer/read-letter.ts'

/** A mailer under test that sends as `Pushtech <no-reply@localhost>`. */
export interface MailerWorld {
  readonly mailer: Mailer
  /** The sent mails, oldest first, as the recipient reads them. */
  left(): Promise<readonly ReadLetter[]>
  close(): Promise<void>
}

/** The sender that `open` must configure. */
export const SENDER = 'Pushtech <no-reply@localhost>'

const mail: Mail = { to: 'mila@example.org', subject: 'Sign in', text: 'Open this page' }

const TEXTS: readonly Partial<Mail>[] = [
  {},
  { subject: '' },
  { subject: 'Grüße aus Köln – ein Rad für 20 €, gleich um die Ecke, und noch eines dahinter 🚲' },
  { text: `http://127.0.0.1:5123/in?token=${'x'.repeat(200)}&then=%2Foffers=3D\n\nDanke, Jürgen 🚲` },
  { text: '.\n..\n.\r\nFrom here\n \n= ? =\n\ttab' },
  { to: 'mila+push.it_2@mail.example.org' },
]

const WRONG: readonly Partial<Mail>[] = [
  { to: 'mila@example.org\r\nBcc: all@example.org' },
  { to: 'mila@example.org\n' },
  { to: 'mila@example.org, otto@example.org' },
  { to: 'Mila <mila@example.org>' },
  { to: '' },
  { to: 'mila' },
  { subject: 'Sign in\r\nBcc: all@example.org' },
  { subject: 'Sign in\n' },
  { subject: 'Sign in\u0000' },
  { id: 'x@evil.example>\r\nBcc: all@example.org' },
  { id: 'not-a-uuid' },
  { unsubscribeUrl: 'https://push.example/u>\r\nBcc: all@example.org' },
  { unsubscribeUrl: 'https://push.example/u>,<https://evil.example/' },
  { unsubscribeUrl: 'mailto:all@example.org' },
]

/** Contract tests of `Mailer` for an adapter. */
export function describeMailer(name: string, open: () => Promise<MailerWorld>): void {
  describe(`${name} mailer`, () => {
    let world: MailerWorld
    beforeEach(async () => {
      world = await open()
    })
    afterEach(() => world.close())

    test.each(TEXTS)('send() resolves after sending a mail unchanged: %j', async (part) => {
      const given = { ...mail, ...part }
      await world.mailer.send(given)
      expect(await world.left()).toEqual([
        { ...given, from: SENDER, text: given.text.replaceAll('\r\n', '\n') },
      ])
    })

    test('concurrent calls of send() send each mail once', async () => {
      const subjects = Array.from({ length: 30 }, (_, index) => `Number ${index}`)
      await Promise.all(subjects.map((subject) => world.mailer.send({ ...mail, subject })))
      expect((await world.left()).map(({ subject }) => subject).toSorted()).toEqual(subjects.toSorted())
    })

    test.each(WRONG)('send() rejects %j and sends nothing', async (part) => {
      await expect(world.mailer.send({ ...mail, ...part })).rejects.toBeInstanceOf(RangeError)
      expect(await world.left()).toEqual([])
    })

    test('check() resolves and sends nothing', async () => {
      await world.mailer.check()
      expect(await world.left()).toEqual([])
    })

    test('close() waits for mails in progress', async () => {
      const sending = world.mailer.send(mail)
      await world.mailer.close()
      expect(await world.left()).toHaveLength(1)
      await sending
    })

    test('send() and check() reject after close(); close() may be called again', async () => {
      await world.mailer.close()
      await world.mailer.close()
      await expect(world.mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
      await expect(world.mailer.check()).rejects.toBeInstanceOf(UnavailableError)
      expect(await world.left()).toEqual([])
    })
  })
}
