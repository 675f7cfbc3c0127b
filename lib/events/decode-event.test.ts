import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { partitionKey } from '#lib/events/partition-key.ts'

const EVENT: PushEvent = {
  specversion: '1.0',
  id: 'e-1',
  source: '/tracker/berlin',
  type: 'geo',
  subject: 'phone-1',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  data: { params: { di: 'phone-1' }, meta: { receivedAt: 1_767_225_600_000, protocol: 'get', pod: 'pod-1' } },
}

test('decodeEvent() returns the event unchanged, including unknown members', () => {
  const written = { ...EVENT, dataschema: 'x' }
  expect(decodeEvent(JSON.stringify(written))).toEqual(written)
})

describe('decodeEvent() rejects', () => {
  test.each([
    ['another version', { specversion: '0.3' }],
    ['no id', { id: undefined }],
    ['a source that is not text', { source: 7 }],
    ['no type', { type: undefined }],
    ['a time that is not text', { time: 1_767_225_600_000 }],
    ['no data', { data: undefined }],
    ['data without params', { data: { meta: EVENT.data.meta } }],
    ['params that are a list', { data: { ...EVENT.data, params: [] } }],
    ['data without meta', { data: { params: {} } }],
    ['meta without its time', { data: { params: {}, meta: {} } }],
  ])('%s, with a reason', (_, over) => {
    expect(() => decodeEvent(JSON.stringify({ ...EVENT, ...over }))).toThrow(
      'Cannot read bus record: it is not an event of this platform',
    )
  })

  test('any other text with a SyntaxError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => decodeEvent(text)).toThrow(SyntaxError)
      }),
    )
  })
})

describe('partitionKey()', () => {
  const params = { owner: 'anna' }

  test('is the owner for an event of a service', () => {
    expect(partitionKey({ ...EVENT, source: '/service/storage', data: { ...EVENT.data, params } })).toBe(
      'anna',
    )
  })

  test('ignores the owner that a client sends', () => {
    expect(partitionKey({ ...EVENT, data: { ...EVENT.data, params } })).toBe('phone-1')
  })

  test('is the device, else the id', () => {
    expect(partitionKey({ ...EVENT, source: '/service/storage' })).toBe('phone-1')
    expect(partitionKey({ ...EVENT, subject: undefined })).toBe('e-1')
  })
})
