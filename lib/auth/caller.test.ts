import { expect, test } from 'vitest'
import { ANONYMOUS, personOf } from '#lib/auth/caller.ts'

test('personOf() is the person of every caller except services and nobody', () => {
  expect(personOf(ANONYMOUS)).toBeUndefined()
  expect(personOf({ role: 'service', service: 'storage' })).toBeUndefined()
  expect(personOf({ role: 'person', person: 'anna' })).toBe('anna')
  expect(personOf({ role: 'admin', person: 'admin' })).toBe('admin')
})
