import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'
import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { openAnonymiser } from '#lib/privacy/anonymise.ts'

const anonymise = openAnonymiser()

const EVENT = aTrackedEvent({
  id: 'e-1',
  type: 'geo',
  params: {
    di: 'phone-1',
    lt: 52.5219184,
    lg: '13.4132147',
    a: 8,
    alt: 34,
    spd: 1,
    hdg: 90,
    batt: 87,
    dnt: 1,
  },
  ip: '198.51.100.0',
  userAgent: 'curl/8',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  key: 'key-1',
})

const anEvent = (over: Partial<TrackedEvent> = {}): TrackedEvent => ({ ...EVENT, ...over })

describe('of a device that did not prove itself', () => {
  test('who it was goes, and the exact place; what it was, when, and for whose app stays', () => {
    expect(anonymise(anEvent())).toEqual({
      ...anEvent(),
      id: expect.stringMatching(/^[0-9a-f]{32}$/u),
      device: undefined,
      ip: undefined,
      userAgent: undefined,
      traceparent: undefined,
      params: { dnt: 1, lt: 52.5, lg: '13.4' },
    })
  })

  test('other events keep their params, but not who, nor the exact place', () => {
    const params = {
      wor: 'king',
      a: 'b',
      di: 'x',
      userId: 'anna',
      anonymousId: 'x',
      previousId: 'y',
      lt: '52.52',
    }
    expect(anonymise(anEvent({ type: 'w', params })).params).toEqual({ wor: 'king', a: 'b', lt: '52.5' })
  })

  test('who it was goes also from params that are kept beside others', () => {
    const params = { properties: { userId: 'anna', total: 12 }, traits: { anonymousId: 'x' }, context: 'y' }
    expect(anonymise(anEvent({ type: 'w', params })).params).toEqual({
      properties: { total: 12 },
      traits: {},
      context: 'y',
    })
  })

  test('what the context of a message tells of the device goes, as browser and address do', () => {
    const context = {
      device: { name: "Anna's phone" },
      os: { name: 'iOS' },
      screen: {},
      app: { name: 'shop' },
    }
    expect(anonymise(anEvent({ type: 'w', params: { context } })).params).toEqual({
      context: { app: { name: 'shop' } },
    })
  })

  test('what a phone tells beside where it is loses as much', () => {
    const params = { di: 'phone-1', kind: 'visit', lt: 52.5219, lg: 13.4132, a: 30, batt: 87, user: 'anna' }
    expect(anonymise(anEvent({ type: 'phone', params })).params).toEqual({
      kind: 'visit',
      lt: 52.5,
      lg: 13.4,
    })
  })

  test('a place that is no number goes', () => {
    const params = { lt: 'Alexanderplatz 1', lg: { exact: 13.4132 } }
    expect(anonymise(anEvent({ params })).params).toEqual({})
  })

  test('a place whose words are functions of its own goes as well', () => {
    const params = { lt: [{ toString: '' }], lg: { valueOf: 1, toString: null } }
    expect(anonymise(anEvent({ params })).params).toEqual({})
  })

  test('no more of a place is left than one decimal', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), fc.boolean(), (lg, isText) => {
        const { params } = anonymise(anEvent({ params: { lg: isText ? String(lg) : lg } }))
        expect(Number(params['lg'])).toBe(Number(lg.toFixed(1)))
      }),
    )
  })

  test('the same id of two devices stays two, that of one device one; nobody else can make it', () => {
    const [one, again, other] = [anEvent(), anEvent({ time: 3 }), anEvent({ device: 'phone-2' })].map(
      (event) => anonymise(event).id,
    )
    expect(one).toBe(again)
    expect(one).not.toBe(other)
    expect(openAnonymiser()(anEvent()).id).not.toBe(one)
  })

  test('an id that is of no device stays', () => {
    expect(anonymise(anEvent({ device: undefined })).id).toBe('e-1')
  })
})

test('a device that proved itself keeps its name and place, not its address and browser', () => {
  const event = anEvent({ person: 'anna' })
  expect(anonymise(event)).toEqual({ ...event, ip: undefined, userAgent: undefined })
})
