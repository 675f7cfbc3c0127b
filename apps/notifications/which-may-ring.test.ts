import { v7 } from 'uuid'
import { beforeEach, describe, expect, test } from 'vitest'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import { aNotice, ANNAS_TABLET, DAY_MS, openDesk, RINGS, type Desk } from './open-desk.fixture.ts'
import type { SendPorts } from './send-batch.ts'

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

describe('a new account', () => {
  const madeDaysAgo = (days: number) => v7({ msecs: Date.now() - days * DAY_MS })

  /** A match of Anna with a person who moved; each call gives another pair. */
  function causedBy(causer: string): MatchNotice {
    const match = { id: newId(), search: newId(), offer: newId() }
    const side = { title: 'Bicycle', mobile: true }
    return aNotice({
      match,
      sides: [
        { person: 'anna', subject: match.search, ...side },
        { person: causer, subject: match.offer, ...side },
      ],
      cause: { source: '/tracker/local', id: newId(), time: Date.now(), person: causer },
    })
  }

  async function ring(causer: string, count: number, over: Partial<SendPorts> = {}): Promise<string[]> {
    await desk.take(...Array.from({ length: count }, () => causedBy(causer)))
    return (await desk.send(Date.now(), { ringWindowMs: 0, ...over })).sort()
  }

  const limited = (sent: number, over: number) => [
    ...Array.from({ length: over }, () => 'rate_limited'),
    ...Array.from({ length: sent }, () => 'sent'),
  ]

  test('rings a limited number of phones of other people per hour', async () => {
    const causer = madeDaysAgo(6.9)
    expect(await ring(causer, RINGS + 2)).toEqual(limited(RINGS, 2))
    expect(await ring(causer, 1)).toEqual(['rate_limited'])
    const [last] = await desk.deliveries.list({ person: 'anna', limit: 1 })
    expect(last?.reason).toContain('new account')
    expect(await ring(madeDaysAgo(6.9), 1)).toEqual(['sent'])
  })

  test('does not count its own phone, nor deliveries that do not ring', async () => {
    const causer = madeDaysAgo(1)
    await desk.map('own-phone', causer, ANNAS_TABLET)
    expect(await ring(causer, RINGS)).toEqual(limited(RINGS * 2, 0))
    expect(await ring(causer, 1)).toEqual(['rate_limited', 'sent'])
    const other = madeDaysAgo(1)
    const over = { ...causedBy(other), validUntil: Date.now() - 1 }
    await desk.take(over)
    expect(await desk.send()).toEqual(['expired'])
    expect(await ring(other, RINGS)).toEqual(limited(RINGS, 0))
  })

  test('is not new after its days; importers, names of developers and old notices are never new', async () => {
    for (const causer of [madeDaysAgo(7.1), 'importer:demo', 'ben']) {
      expect(await ring(causer, RINGS + 1)).toHaveLength(causer === 'ben' ? (RINGS + 1) * 2 : RINGS + 1)
    }
    const { person: _person, ...cause } = causedBy(madeDaysAgo(1)).cause
    await desk.take(...Array.from({ length: RINGS + 1 }, () => ({ ...causedBy(madeDaysAgo(1)), cause })))
    await desk.send()
    expect(await desk.deliveries.list({ state: 'rate_limited', limit: 9 })).toEqual([])
  })

  test.each([
    { newMs: 0, ringsPerHour: 1 },
    { newMs: 7 * DAY_MS, ringsPerHour: 0 },
  ])('is not limited where a setting is 0: $newMs, $ringsPerHour', async (newAccounts) => {
    expect(await ring(madeDaysAgo(0), RINGS + 1, { newAccounts })).toEqual(limited(RINGS + 1, 0))
  })

  test('counts a repeated delivery once', async () => {
    const causer = madeDaysAgo(1)
    desk.oneSignal.failNext({ status: 503 }, RINGS)
    expect(await ring(causer, RINGS)).toEqual(Array.from({ length: RINGS }, () => 'later'))
    expect(await desk.send(Date.now() + 120_000, { ringWindowMs: 0 })).toEqual(limited(RINGS, 0))
    expect(await ring(causer, 1)).toEqual(['rate_limited'])
  })
})
