import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import type { Delivery, DeliveryContent } from '#lib/store/deliveries.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '#lib/store/preferences.ts'
import { ringWish } from './ring-wish.ts'

const NIGHT = Date.parse('2026-01-01T23:30:00Z')
const NOTICE = aNotice({ match: { id: 'm', search: 's-1', offer: 'o-1' } })
const QUIET = { quiet: { from: '23:00', to: '07:00' } }

/** What the seeker wants at night in Berlin. */
function wish(over: Partial<Preferences>, delivery: Partial<Delivery> = {}) {
  const ports = { preferences: { ...DEFAULT_PREFERENCES, ...over }, timeZone: 'Europe/Berlin', nowMs: NIGHT }
  return ringWish({ ...aDelivery({ notice: NOTICE }), ...delivery }, ports)
}

describe('a match', () => {
  test('rings by default, also at night', () => expect(wish({})).toEqual({ does: 'ring' }))

  test.each<[string, Partial<Preferences>, string]>([
    ['everything', { mutes: { subjects: [], people: [], allUntilMs: NIGHT + 1 } }, 'everything'],
    ['its search', { mutes: { subjects: [{ id: 's-1' }], people: [] } }, 'search or offer'],
    [
      'its search for a while',
      { mutes: { subjects: [{ id: 's-1', untilMs: NIGHT + 1 }], people: [] } },
      'search',
    ],
    ['its person', { mutes: { subjects: [], people: ['giver'] } }, 'person'],
  ])('does not ring while %s is muted', (_, over, reason) => {
    expect(wish(over)).toMatchObject({ does: 'mute', reason: expect.stringContaining(reason) })
  })

  test.each<Partial<Preferences>>([
    { mutes: { subjects: [], people: [], allUntilMs: NIGHT } },
    { mutes: { subjects: [{ id: 's-1', untilMs: NIGHT }], people: [] } },
    { mutes: { subjects: [{ id: 'o-1' }], people: ['seeker'] } },
  ])('rings when a mute is over, or about something else: %j', (over) => {
    expect(wish(over)).toEqual({ does: 'ring' })
  })

  test('waits for the end of quiet hours, in the zone of the person before that of the device', () => {
    const until = (time: string) => ({ does: 'hold', why: 'quiet', dueAtMs: Date.parse(time) })
    expect(wish(QUIET)).toMatchObject(until('2026-01-02T06:00:00Z'))
    expect(wish({ ...QUIET, timeZone: 'UTC' })).toMatchObject(until('2026-01-02T07:00:00Z'))
    expect(wish({ ...QUIET, timeZone: 'America/New_York' })).toEqual({ does: 'ring' })
  })

  test('waits for the next full hour, or for the time of the day', () => {
    const at = (time: string) => ({ does: 'hold', why: 'schedule', dueAtMs: Date.parse(time) })
    expect(wish({ mode: 'hourly' })).toMatchObject(at('2026-01-02T00:00:00Z'))
    expect(wish({ mode: 'daily', dailyAt: '08:15' })).toMatchObject(at('2026-01-02T07:15:00Z'))
  })

  test('of an urgent search rings in quiet hours and in every mode', () => {
    expect(wish({ ...QUIET, mode: 'daily', urgent: ['s-1'] })).toEqual({ does: 'ring' })
    expect(wish({ ...QUIET, urgent: ['o-1'] })).toMatchObject({ does: 'hold' })
  })

  test('that the own edit of its receiver caused is gathered; one that a move caused rings', () => {
    const caused = (source: string, person: string) => {
      const notice = { ...NOTICE, cause: { ...NOTICE.cause, source, person } }
      return wish({}, { content: { kind: 'match', notice, side: 0 } })
    }
    expect(caused('/service/storage', 'seeker')).toMatchObject({ does: 'hold', why: 'already' })
    expect(caused('/tracker/local', 'seeker')).toEqual({ does: 'ring' })
    expect(caused('/service/storage', 'giver')).toEqual({ does: 'ring' })
  })

  test('that was held waits for quiet hours only', () => {
    const heldFor = 'schedule'
    expect(wish({ mode: 'daily' }, { heldFor })).toEqual({ does: 'ring' })
    expect(wish({ ...QUIET, mode: 'daily' }, { heldFor })).toMatchObject({ does: 'hold', why: 'quiet' })
  })
})

describe('another kind', () => {
  const subject = { kind: 'search', title: 't', matches: 2 } as const
  const digest = (...subjects: string[]): DeliveryContent => ({
    kind: 'digest',
    why: 'many',
    matches: 2,
    subjects: subjects.map((id) => ({ ...subject, subject: id })),
  })

  test('a digest waits for quiet hours, unless all its searches are urgent', () => {
    const over = { ...QUIET, mode: 'daily', urgent: ['s-1', 's-2'] } as const
    expect(wish(over, { content: digest('s-1', 's-3') })).toMatchObject({ does: 'hold', why: 'quiet' })
    expect(wish(over, { content: digest('s-1', 's-2') })).toEqual({ does: 'ring' })
    expect(wish({ mode: 'daily' }, { content: digest('s-3') })).toEqual({ does: 'ring' })
  })

  test('a message waits for quiet hours, but for no schedule', () => {
    const content = { kind: 'message', channel: 'c', match: 'm', messages: 1 } as const
    expect(wish(QUIET, { content })).toMatchObject({ does: 'hold', why: 'quiet' })
    expect(wish({ mode: 'daily' }, { content })).toEqual({ does: 'ring' })
  })

  test('a test rings always', () => {
    const mutes = { subjects: [], people: [], allUntilMs: NIGHT + 1 }
    expect(wish({ ...QUIET, mutes }, { content: { kind: 'test' } })).toEqual({ does: 'ring' })
  })
})
