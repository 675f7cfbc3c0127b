import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { SENDER } from '#lib/mailer/mailer-contract.ts'
import { openSmtpMailer } from '#lib/mailer/smtp.ts'
import { startSmtpSink, type SmtpSink } from '#lib/mailer/smtp-sink.fixture.ts'
import { openMailPusher } from '#lib/pusher/mail/send.ts'
import { DEFAULT_PREFERENCES, type MailWish } from '#lib/store/preferences.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannels, type Channel } from './channel.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import { MAIL_EVERY_MS } from './group-mails.ts'
import { withMailBoxes } from './mail-boxes.ts'
import { openAddresses, type Addresses } from './open-addresses.ts'
import { openDesk, type Desk } from './open-desk.fixture.ts'

let desk: Desk
let sink: SmtpSink
let channel: Channel
let addresses: Addresses
/** The addresses that accounts has, by person. */
let known: Map<string, { email: string; language: 'en' | 'de' }>
let asked: (readonly string[])[]
let ada: string

beforeEach(async () => {
  desk = await openDesk()
  sink = await startSmtpSink()
  const mailer = openSmtpMailer(`smtp://127.0.0.1:${sink.port}`, { from: SENDER, log: quietLog })
  ada = newId()
  known = new Map([[ada, { email: 'ada@example.org', language: 'de' }]])
  asked = []
  addresses = openAddresses({
    async ask(people) {
      asked.push(people)
      return new Map([...known].filter(([person]) => people.includes(person)))
    },
  })
  const addressOf = async (person: string) => (await addresses.of([person])).get(person)?.email
  ;[channel] = openChannels([openMailPusher(mailer, addressOf)], quietLog) as [Channel]
  return async () => {
    vi.useRealTimers()
    await mailer.close()
    await sink.stop()
    await desk.close()
  }
})

interface Zones {
  readonly preferred?: string
  readonly device?: string
}

/** A notice to a person alone, about a search of theirs. */
function noticeTo(person: string, title = 'Fahrrad', search = newId()): MatchNotice {
  return {
    match: { id: newId(), search, offer: newId() },
    sides: [{ person, subject: search, title, mobile: false }],
    distanceClass: '<1',
    cause: { source: '/tracker/local', id: newId(), time: Date.now() },
  }
}

/** Sends what is due as mail. */
const send = (dueAtMs = Date.now()) =>
  desk.send(dueAtMs, { mappings: withMailBoxes(desk.mappings, addresses) }, [channel])

const wish = (person: string, mail: MailWish) =>
  desk.preferences.replace(person, { ...DEFAULT_PREFERENCES, mail }, 0)

const subjects = () => sink.letters.map(({ subject }) => subject)

/** Moves the clock of the desk. */
function later(ms: number): number {
  const nowMs = Date.now() + ms
  vi.setSystemTime(nowMs)
  return nowMs
}

describe('a person without a device', () => {
  test('gets a match by mail, in the language of the account, with one click to end mails', async () => {
    await desk.take(noticeTo(ada))
    expect(await send()).toEqual(['sent'])
    expect(sink.recipients).toEqual(['ada@example.org'])
    expect(subjects()).toEqual(['In deiner Nähe gefunden: Fahrrad'])
    expect(sink.bytes[0]).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  test('gets one mail in ten minutes, and then all that came meanwhile in one mail', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const search = newId()
    await desk.take(noticeTo(ada, 'Fahrrad', search))
    await send()
    await desk.take(
      noticeTo(ada, 'Fahrrad', search),
      noticeTo(ada, 'Fahrrad', search),
      noticeTo(ada, 'Lampe'),
    )
    expect(await send()).toEqual([])
    expect(await desk.states()).toEqual(['pending', 'pending', 'pending', 'sent'])
    expect(await send(later(MAIL_EVERY_MS - 1_000))).toEqual([])
    expect(await send(later(200_000))).toEqual(['sent', 'sent', 'sent'])
    expect(subjects()).toEqual([
      'In deiner Nähe gefunden: Fahrrad',
      '3 Treffer in deiner Nähe für Fahrrad und 1 anderes',
    ])
    expect(sink.letters[1]?.text).toContain('- Fahrrad: 2\n- Lampe: 1')
    expect(await desk.states()).toEqual(['sent', 'sent', 'sent', 'sent'])
  })

  test('gets matches of one moment in one mail', async () => {
    const search = newId()
    await desk.take(...Array.from({ length: 15 }, () => noticeTo(ada, 'Fahrrad', search)))
    expect(await send()).toEqual(Array(15).fill('sent'))
    expect(subjects()).toEqual(['15 Treffer in deiner Nähe für Fahrrad'])
  })

  test('a mail that is sent again is the same, but not when a match has joined it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const sendAndForget = (dueAtMs: number) =>
      desk.send(
        dueAtMs,
        {
          mappings: withMailBoxes(desk.mappings, addresses),
          deliveries: {
            ...desk.deliveries,
            settle: () => Promise.reject(new UnavailableError('the store is away')),
          },
        },
        [channel],
      )
    await desk.take(noticeTo(ada), noticeTo(ada))
    // The mails go out, and the process ends before it stores that.
    await sendAndForget(Date.now())
    await sendAndForget(later(70_000))
    await desk.take(noticeTo(ada))
    expect(await send(later(70_000))).toEqual(['sent', 'sent', 'sent'])
    const ids = sink.bytes.map((bytes) => /^Message-ID: (\S+)/mu.exec(bytes)?.[1])
    expect(ids).toHaveLength(3)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    expect(sink.letters[2]?.subject).toBe('3 Treffer in deiner Nähe für Fahrrad und 2 andere')
  })

  test.each([
    ['of their preferences', { preferred: 'Asia/Tokyo', device: 'America/New_York' }, '13:00'],
    ['of the device that they had last', { device: 'America/New_York' }, '00:00'],
    ['where most readers of their language live', {}, '06:00'],
  ] as const)('has quiet hours in the zone %s', async (_, { preferred, device }: Zones, from) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.parse('2026-07-01T04:30:00Z'))
    const [hour] = from.split(':')
    await desk.prefer(ada, { quiet: { from, to: `${hour}:59` }, timeZone: preferred })
    if (device !== undefined) await desk.map(newId(), ada, newId(), { state: 'gone', timeZone: device })
    await desk.take(noticeTo(ada))
    // It is half past four in UTC: half past one p.m. in Tokyo, half past midnight in New York, half past six in Berlin.
    expect(await send()).toEqual(['held'])
  })

  test('of several senders at once, one mails', async () => {
    await desk.take(noticeTo(ada))
    await send()
    await desk.take(noticeTo(ada), noticeTo(ada))
    await Promise.all([send(), send(), send()])
    expect(sink.letters).toHaveLength(1)
  })

  test('does not delay the mails of others, and all addresses are asked together', async () => {
    const ben = newId()
    known.set(ben, { email: 'ben@example.org', language: 'en' })
    await desk.take(noticeTo(ada))
    await send()
    await desk.take(noticeTo(ada), noticeTo(ben))
    await send()
    expect(sink.recipients).toEqual(['ada@example.org', 'ben@example.org'])
    expect(asked).toEqual([[ada], [ben]])
  })

  test('who has no confirmed address gets nothing, and the delivery ends', async () => {
    await desk.take(noticeTo(newId()))
    expect(await send()).toEqual(['gone'])
    expect(sink.recipients).toEqual([])
  })

  test('a mail that the server rejects for now is sent at the next try', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await sink.stop()
    await desk.take(noticeTo(ada))
    expect(await send()).toEqual(['busy'])
    sink = await startSmtpSink({ port: sink.port })
    expect(await send(later(120_000))).toEqual(['sent'])
    expect(sink.letters).toHaveLength(1)
  })
})

describe('who gets mails', () => {
  const map = (person: string, state: 'active' | 'gone' = 'active', deviceChannel = 'onesignal') =>
    desk.map(newId(), person, newId(), { state, channel: deviceChannel })

  test('not a person with a device, unless they wish mails always', async () => {
    await map(ada)
    await desk.take(noticeTo(ada))
    expect(await send()).toEqual([])
    await wish(ada, 'always')
    await desk.take(noticeTo(ada))
    expect(await send()).toEqual(['sent'])
  })

  test('a person whose devices are all gone, or do not ring', async () => {
    await map(ada, 'gone')
    await map(ada, 'active', 'none')
    await desk.take(noticeTo(ada))
    expect(await send()).toEqual(['sent'])
  })

  test('nobody who wishes none, and no importer', async () => {
    await wish(ada, 'never')
    await desk.take(noticeTo(ada), noticeTo('importer:shop'), noticeTo('anna-of-the-development-login'))
    expect(await desk.deliveries.list({ limit: 9 })).toEqual([])
  })
})

test('after an erasure nothing is mailed to the person', async () => {
  await desk.take(noticeTo(ada))
  await wish(ada, 'always')
  await createPersonKeeper(desk).erase(ada)
  expect(await send()).toEqual([])
  expect((await desk.preferences.find(ada)).version).toBe(0)
})
