import { expect, test } from 'vitest'
import { derivedId } from './derived-id.ts'
import { aBud } from './open-workshop.fixture.ts'

test('an event and a thing have one id; other events, senders and things have others', () => {
  expect(derivedId(aBud(), 'a')).toBe(derivedId(aBud(), 'a'))
  const others = [
    derivedId(aBud(), 'b'),
    derivedId(aBud({ id: 'bud-2' }), 'a'),
    derivedId(aBud({ source: '/service/other' }), 'a'),
    // The same id from two client sources, and from two devices.
    derivedId(aBud({ clientsource: '/studio' }), 'a'),
    derivedId(aBud({ clientsource: '/lms' }), 'a'),
    derivedId(aBud({ subject: 'phone-1' }), 'a'),
    derivedId(aBud({ subject: '/lms' }), 'a'),
  ]
  expect(new Set([derivedId(aBud(), 'a'), ...others]).size).toBe(8)
})
