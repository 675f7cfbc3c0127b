import { expect, test } from 'vitest'
import { bud } from '#lib/events/bud.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { geo } from '#lib/events/geo.ts'
import { proveEvent } from '#lib/events/prove-event.ts'

interface Over {
  readonly type?: string
  readonly source?: string
  readonly subject?: string
  readonly person?: string
  readonly params?: Record<string, unknown>
}

function anEvent({ type = 'geo', source = '/tracker/local', subject, person, params = {} }: Over): PushEvent {
  return {
    specversion: '1.0',
    id: 'e-1',
    source,
    type,
    subject,
    time: '2026-01-02T03:04:05.000Z',
    datacontenttype: 'application/json',
    data: { params, meta: { receivedAt: 0, protocol: 'get', pod: 'p', person } },
  }
}

const place = { lt: '52.5', lg: '13.4' }

test('an event that requires a service acts if a service sent it, with its typed value', () => {
  const event = anEvent({ type: 'bud', source: '/service/offers', params: { owner: 'importer:x' } })
  expect(proveEvent(bud, event)).toEqual({
    type: 'bud',
    value: { owner: 'importer:x' },
    by: { kind: 'service', service: 'offers' },
    event,
  })
})

test('an event that requires a device acts if the key of that device proved it', () => {
  const event = anEvent({ subject: 'phone-1', person: 'ben', params: { di: 'phone-1', ...place } })
  expect(proveEvent(geo, event)).toMatchObject({
    value: { device: 'phone-1', at: { lat: 52.5, lng: 13.4 } },
    by: { kind: 'device', device: 'phone-1', person: 'ben' },
  })
})

test.each<[string, Over]>([
  ['a service event of a phone', { type: 'bud', params: { owner: 'x' } }],
  [
    'a service event sent by a phone with a key',
    { type: 'bud', subject: 'phone-1', person: 'ben', params: { owner: 'x' } },
  ],
  ['a position without a key', { subject: 'phone-1', params: { di: 'phone-1', ...place } }],
  [
    'a position of another device than the key is for',
    { subject: 'phone-1', person: 'ben', params: { di: 'other', ...place } },
  ],
  ['a position sent by a service', { source: '/service/offers', params: { di: 'phone-1', ...place } }],
  ['a position without a subject', { person: 'ben', params: { di: 'phone-1', ...place } }],
])('%s is unproven', (_, over) => {
  expect(proveEvent(over.type === 'bud' ? bud : geo, anEvent(over))).toEqual({ why: 'unproven' })
})

test('an invalid event names the field and the reason', () => {
  const event = anEvent({ subject: 'phone-1', person: 'ben', params: { di: 'phone-1', lt: 'north', lg: 1 } })
  expect(proveEvent(geo, event)).toEqual({ why: 'not valid', field: 'lt', reason: 'must be a number' })
})
