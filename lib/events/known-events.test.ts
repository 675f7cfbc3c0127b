import { describe, expect, test } from 'vitest'
import { decodeEvent } from '#lib/events/decode-event.ts'
import { parseParams } from '#lib/events/define-event.ts'
import { geo } from '#lib/events/geo.ts'

import { knownEvents, SERVICE_TYPES } from '#lib/events/known-events.ts'
import { matchNotice, pairKey } from '#lib/events/match-notice.ts'
import { offr } from '#lib/events/offr.ts'
import { decodeTracked, encodeTracked } from '#lib/events/tracked-event.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'

describe.each(knownEvents.map(({ name, summary, sample }) => ({ name, summary, sample })))(
  '$name',
  (event) => {
    test('its sample passes through stream and bus unchanged', () => {
      const tracked = decodeTracked(
        encodeTracked(
          aTrackedEvent({
            type: event.name,
            device: undefined,
            time: 1,
            receivedAt: 2,
            protocol: 'event',
            params: event.sample,
          }),
        ),
      )
      const onBus = decodeEvent(
        JSON.stringify({
          specversion: '1.0',
          id: tracked.id,
          source: tracked.source,
          type: tracked.type,
          time: new Date(tracked.time).toISOString(),
          data: { params: tracked.params, meta: { receivedAt: tracked.receivedAt } },
        }),
      )
      expect(onBus.data.params).toEqual(event.sample)
    })

    test('has a summary of one sentence', () => {
      expect(event.summary).toMatch(/^[A-Z].{20,}[^.]$/u)
    })
  },
)

test('the types that act only if a service sends them are known types', () => {
  const names = knownEvents.map(({ name }) => name as string)
  expect(names).toEqual(expect.arrayContaining([...SERVICE_TYPES]))
})

describe('a geo', () => {
  test('may contain text, as from a query string, or JSON values', () => {
    const value = { device: 'phone-1', at: { lat: 52.5, lng: -13.4 }, accuracyMeters: undefined }
    for (const [lt, lg] of [
      ['52.5', '-13.4'],
      [52.5, -13.4],
      [' 52.50 ', '-1.34e1'],
      ['52,5', '-13,4'],
    ]) {
      expect(parseParams(geo, { di: 'phone-1', lt, lg })).toEqual({ value })
    }
  })

  test('may identify its device by a number', () => {
    expect(parseParams(geo, { di: 123_456, lt: 1, lg: 2 })).toMatchObject({ value: { device: '123456' } })
  })

  test.each([
    ['di', { lt: 1, lg: 2 }],
    ['di', { di: 'null', lt: 1, lg: 2 }],
    ['di', { di: 7.5, lt: 1, lg: 2 }],
    ['di', { di: 0, lt: 1, lg: 2 }],
    ['lt', { di: 'phone-1', lt: '', lg: 2 }],
    ['lt', { di: 'phone-1', lt: '0x10', lg: 2 }],
    ['lt', { di: 'phone-1', lt: ['1', '2'], lg: 2 }],
    ['lg', { di: 'phone-1', lt: 1, lg: 'Infinity' }],
    ['lg', { di: 'phone-1', lt: 1 }],
  ])('with an invalid "%s" is rejected with the field name', (field, params) => {
    expect(parseParams(geo, params)).toMatchObject({ field, reason: expect.any(String) as string })
  })
})

test.each([null, '', 'far', 'NaN', {}, [1], true])('a geo keeps its position if its accuracy is %j', (a) => {
  const value = { device: 'phone-1', at: { lat: 1, lng: 2 }, accuracyMeters: undefined }
  expect(parseParams(geo, { di: 'phone-1', lt: 1, lg: 2, a })).toEqual({ value })
})

test('an invalid change of a subject is rejected with the field name', () => {
  const good = { _id: 'o-1', action: 'update', owner: 'anna' }
  expect(parseParams(offr, good)).toEqual({ value: { subject: 'o-1', action: 'update', owner: 'anna' } })
  expect(parseParams(offr, { ...good, action: 'explode' })).toMatchObject({ field: 'action' })
  expect(parseParams(offr, { ...good, _id: '../x' })).toMatchObject({ field: '_id' })
  expect(parseParams(offr, { ...good, owner: undefined })).toMatchObject({ field: 'owner' })
})

test('a pair has one key per direction', () => {
  expect(pairKey('s-1', 'o-1')).toBe('s-1:o-1')
  expect(pairKey('o-1', 's-1')).not.toBe(pairKey('s-1', 'o-1'))
})

test('a notice names one side or both, never none', () => {
  const notice = aNotice()
  expect(matchNotice.safeParse(notice).success).toBe(true)
  expect(matchNotice.safeParse({ ...notice, sides: [] }).success).toBe(false)
})
