import { expect, test } from 'vitest'
import { nearestName } from './nearest-name.ts'

const KNOWN = [
  'owner',
  'wants',
  'title',
  'text',
  'keywords',
  'region',
  'mobile',
  'device',
  'place',
  'showLocation',
  'allowContacts',
  'active',
  'validFrom',
  'validUntil',
  'images',
  'ext',
  'radiusMeters',
]

test.each([
  ['validuntil', 'validUntil'],
  ['valid_until', 'validUntil'],
  ['valid-until', 'validUntil'],
  ['VALIDUNTIL', 'validUntil'],
  ['validUntill', 'validUntil'],
  ['validUnitl', 'validUntil'],
  ['keyword', 'keywords'],
  ['keywrods', 'keywords'],
  ['key_words', 'keywords'],
  ['titel', 'title'],
  ['tilte', 'title'],
  ['Title', 'title'],
  ['tex', undefined],
  ['texts', 'text'],
  ['image', 'images'],
  ['radius', 'radiusMeters'],
  ['radius_meters', 'radiusMeters'],
  ['radiusMetres', 'radiusMeters'],
  ['deviceId', 'device'],
  ['device_id', 'device'],
  ['EXT', 'ext'],
  ['actve', 'active'],
])('%s most likely means %s', (name, expected) => {
  expect(nearestName(name, KNOWN)).toBe(expected)
})

test.each([
  'id',
  'kind',
  'trusted',
  'created',
  'modified',
  'version',
  'positionTime',
  'distanceClass',
  'nonsense',
  'next',
  'test',
  'note',
  'price',
  'colour',
  'tags',
  'x',
  '',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
])('%s is similar to none', (name) => {
  expect(nearestName(name, KNOWN)).toBeUndefined()
})
