import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { identityOf } from '#lib/events/event-identity.ts'

// Few different letters, so that concatenated fields often collide.
const text = fc.string({ unit: fc.constantFrom('a', '/', '.', '1', ' '), maxLength: 4 })
const identity = fc.record({
  source: text,
  clientSource: fc.option(text, { nil: undefined }),
  device: text,
  id: text,
  replay: text,
})

test('two events have the same text only if all their fields are equal', () => {
  fc.assert(
    fc.property(identity, identity, (one, other) => {
      expect(identityOf(one) === identityOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
    }),
    { numRuns: 5_000 },
  )
})

test('without a client source it is the text of older versions', () => {
  const event = { source: '/tracker/local', clientSource: undefined, device: 'phone-1', id: 'e-1' }
  expect(identityOf({ ...event, replay: undefined })).toBe('14.7.3 /tracker/localphone-1e-1')
  expect(identityOf({ ...event, replay: 'run-1' })).toBe('14.7.3 /tracker/localphone-1e-1run-1')
})
