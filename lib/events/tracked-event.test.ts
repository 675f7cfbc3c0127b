import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'
import { QUALITIES } from '#lib/events/event.ts'
import {
  decodeTracked,
  encodeTracked,
  encodeUnreadable,
  type TrackedEvent,
} from '#lib/events/tracked-event.ts'

const maybeText = fc.option(fc.string(), { nil: undefined })
// Not −0, because JSON writes it as 0.
const time = fc.integer({ min: -8.64e15, max: 8.64e15 }).map((ms) => ms + 0)

const anyEvent: fc.Arbitrary<TrackedEvent> = fc.record({
  id: fc.string(),
  type: fc.string(),
  source: fc.string(),
  clientSource: maybeText,
  device: maybeText,
  time,
  receivedAt: time,
  protocol: fc.string(),
  pod: fc.string(),
  params: fc.dictionary(fc.string(), fc.jsonValue()),
  attributes: fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined }),
  ip: maybeText,
  userAgent: maybeText,
  quality: fc.uniqueArray(fc.constantFrom(...QUALITIES)),
  person: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  key: maybeText,
  traceparent: maybeText,
  replay: maybeText,
})

const PLAIN = aTrackedEvent({
  id: 'e-1',
  type: 'geo',
  source: '/tracker/berlin',
  time: 1_760_000_000_000,
  receivedAt: 1_760_000_000_500,
  params: { di: 'phone-1', lt: '52.52', lg: '13.40' },
})

test('decodeTracked() reads what encodeTracked() writes, for any params of clients', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const text = encodeTracked(event)
      expect(text).not.toContain('\n')
      const read = decodeTracked(text)
      // Also compare the text: a param may be named "__proto__", and order and types must be kept.
      expect(JSON.stringify(read)).toBe(JSON.stringify(event))
      expect(encodeTracked(read)).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('absent fields are not written', () => {
  expect(Object.keys(JSON.parse(encodeTracked(PLAIN)) as object)).toEqual('itsdcrohp'.split(''))
})

describe('decodeTracked() rejects, with a reason,', () => {
  test.each(['', '{', 'null', '7', '[]', '{}', '"text"', 'garbage', '\u0000'])('the text %j', (text) => {
    expect(() => decodeTracked(text)).toThrow(SyntaxError)
    expect(() => decodeTracked(text)).toThrow(/\w/u)
  })

  const compact = JSON.parse(encodeTracked(PLAIN)) as Record<string, unknown>

  test.each('itscrohp'.split(''))('an entry without its field "%s"', (field) => {
    expect(() => decodeTracked(JSON.stringify({ ...compact, [field]: undefined }))).toThrow(
      'Cannot read stream entry: a field is missing or has the wrong type',
    )
  })

  test.each([
    ['i', 7],
    ['d', {}],
    ['d', null],
    ['c', '1'],
    ['r', null],
    ['p', 'text'],
    ['p', null],
    ['p', ['a']],
    ['cs', 7],
    ['x', 'text'],
    ['x', [1]],
    ['c', 8.64e15 + 1],
    ['c', -1.7e16],
    ['r', 1e300],
    ['a', 7],
    ['q', 'unproven'],
    ['q', [7]],
    ['k', 1],
    ['tp', 1],
    ['run', true],
  ])('an entry whose field "%s" is %j', (field, value) => {
    expect(() => decodeTracked(JSON.stringify({ ...compact, [field]: value }))).toThrow(SyntaxError)
  })

  test.each([201, 1_000, 100_000])('an entry whose params are nested %i levels deep', (levels) => {
    const deep = encodeTracked({ ...PLAIN, params: { x: 'DEEP' } }).replace(
      '"DEEP"',
      '['.repeat(levels) + ']'.repeat(levels),
    )
    expect(() => decodeTracked(deep)).toThrow('Cannot read stream entry: it is nested too deep')
  })

  test('random texts, always with a SyntaxError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => decodeTracked(text)).toThrow(SyntaxError)
      }),
    )
  })
})

test('an event has a person only if the entry names one', () => {
  const compact = JSON.parse(encodeTracked(PLAIN)) as Record<string, unknown>
  for (const y of [true, 1, '', null, ['anna']])
    expect(decodeTracked(JSON.stringify({ ...compact, y })).person).toBeUndefined()
  expect(decodeTracked(JSON.stringify({ ...compact, y: 'anna' })).person).toBe('anna')
})

test('decodeTracked() throws the reason of an unreadable report, and the entry keeps its body', () => {
  const report = { receivedAt: 1, protocol: 'overland', source: '/tracker/berlin' }
  fc.assert(
    fc.property(fc.string(), fc.string(), (reason, body) => {
      const text = encodeUnreadable({ ...report, reason, body })
      expect(() => decodeTracked(text)).toThrow(new SyntaxError(`Cannot read report: ${reason}`))
      expect(JSON.parse(text)).toMatchObject({ b: body })
    }),
  )
})
