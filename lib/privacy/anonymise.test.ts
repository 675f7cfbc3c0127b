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

describe('for a device that did not prove itself', () => {
  test('sender and exact position are removed; type, time and write key stay', () => {
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

  test('other events keep their params, except sender and exact position', () => {
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

  test('the sender is also removed from nested params', () => {
    const params = { properties: { userId: 'anna', total: 12 }, traits: { anonymousId: 'x' }, context: 'y' }
    expect(anonymise(anEvent({ type: 'w', params })).params).toEqual({
      properties: { total: 12 },
      traits: {},
      context: 'y',
    })
  })

  test('the description of the device in the context of a message is removed', () => {
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

  test('other reports of a phone lose the same params', () => {
    const params = { di: 'phone-1', kind: 'visit', lt: 52.5219, lg: 13.4132, a: 30, batt: 87, user: 'anna' }
    expect(anonymise(anEvent({ type: 'phone', params })).params).toEqual({
      kind: 'visit',
      lt: 52.5,
      lg: 13.4,
    })
  })

  test('a position that is not a number is removed', () => {
    const params = { lt: 'Alexanderplatz 1', lg: { exact: 13.4132 } }
    expect(anonymise(anEvent({ params })).params).toEqual({})
  })

  test('a position that is an object with its own functions is removed too', () => {
    const params = { lt: [{ toString: '' }], lg: { valueOf: 1, toString: null } }
    expect(anonymise(anEvent({ params })).params).toEqual({})
  })

  test('a coordinate keeps at most one decimal', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), fc.boolean(), (lg, isText) => {
        const { params } = anonymise(anEvent({ params: { lg: isText ? String(lg) : lg } }))
        expect(Number(params['lg'])).toBe(Number(lg.toFixed(1)))
      }),
    )
  })

  test('equal ids of two devices give two new ids, of one device one; other processes cannot compute them', () => {
    const [one, again, other] = [anEvent(), anEvent({ time: 3 }), anEvent({ device: 'phone-2' })].map(
      (event) => anonymise(event).id,
    )
    expect(one).toBe(again)
    expect(one).not.toBe(other)
    expect(openAnonymiser()(anEvent()).id).not.toBe(one)
  })

  test('an id without a device stays', () => {
    expect(anonymise(anEvent({ device: undefined })).id).toBe('e-1')
  })
})

test('a proven device keeps its id and position, but not its address and browser', () => {
  const event = anEvent({ person: 'anna' })
  expect(anonymise(event)).toEqual({ ...event, ip: undefined, userAgent: undefined })
})
