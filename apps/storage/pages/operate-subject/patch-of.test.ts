import { expect, test } from 'vitest'
import { mergePatch } from '#lib/http/merge-patch.ts'
import { draftSchema } from '../../subject-wire.ts'
import { fieldsOfForm, patchOf, type EditedFields } from './patch-of.ts'

const SUBJECT = {
  id: 'o-1',
  kind: 'offer' as const,
  wants: 'offers',
  title: 'Bike',
  text: 'Blue\nand fast',
  place: '',
  showLocation: true,
  allowContacts: false,
  images: [],
  not: ['rental'],
  terms: { type: 'price', amount: 12.5, currency: 'EUR' },
  topic: 'things',
  ext: { size: 'L' },
  warnings: [],
  keywords: ['bike', 'Fahrrad'],
  owner: 'anna',
  region: { circle: { centre: { lat: 52.5, lng: 13.4 }, radiusMeters: 500 } },
  mobile: false,
  active: true,
  stage: 'open' as const,
  validUntil: '2030-01-01T10:20:30.000Z',
  trusted: false,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
}

const before = fieldsOfForm(SUBJECT)
const patched = (change: Partial<EditedFields>) => patchOf(before, { ...before, ...change })

test('an edit that changes nothing writes nothing: not even the seconds of its end', () => {
  expect(patched({})).toEqual({})
})

test.each([
  [{ title: 'Bicycle' }, { title: 'Bicycle' }],
  [{ text: 'One\r\ntwo' }, { text: 'One\ntwo' }],
  [{ keywords: ' bike,, Rad ,' }, { keywords: ['bike', 'Rad'] }],
  [{ radiusMeters: '700' }, { region: { circle: { radiusMeters: 700 } } }],
  [{ lat: '52.6' }, { region: { circle: { centre: { lat: 52.6, lng: 13.4 } } } }],
  [{ validUntil: '' }, { validUntil: null }],
  [{ validFrom: '2029-01-01T00:00' }, { validFrom: '2029-01-01T00:00:00Z' }],
  [{ terms: '' }, { terms: null }],
  [{ terms: 'free' }, { terms: { type: 'free', amount: null, currency: null } }],
  [{ amount: '9' }, { terms: { type: 'price', amount: 9, currency: 'EUR' } }],
] as const)('%j writes %j, and gives a draft that the station takes', (change, patch) => {
  expect(patched(change)).toEqual(patch)
  expect(draftSchema.safeParse(mergePatch(SUBJECT, patched(change))).error).toBeUndefined()
})
