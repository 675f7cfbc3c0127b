import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { childContext, formatTraceparent, parseTraceparent } from '#lib/telemetry/trace-context.ts'

const HEADER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
    .filter((text) => /[1-9a-f]/u.test(text))

test('what formatTraceparent() writes parseTraceparent() reads', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, isSampled) => {
      const context = { traceId, spanId, isSampled }
      expect(parseTraceparent(formatTraceparent(context))).toEqual(context)
    }),
  )
})

test.each([
  undefined,
  '',
  HEADER.replace(/^00/u, 'ff'),
  HEADER.replace(/^00/u, '01'),
  HEADER.toUpperCase(),
  `${HEADER}-more`,
  ` ${HEADER}`,
  HEADER.replace(/[0-9a-f]{32}/u, '0'.repeat(32)),
  HEADER.replace(/b7ad6b7169203331/u, '0'.repeat(16)),
  HEADER.slice(0, -1),
])('%s is no context', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
})

describe('childContext()', () => {
  test("stays in the caller's trace, sampled as the caller said, in a span of its own", () => {
    const parent = parseTraceparent(HEADER)
    const child = childContext(parent)
    expect(child).toMatchObject({ traceId: parent?.traceId, isSampled: true })
    expect(child.spanId).not.toBe(parent?.spanId)
  })

  test('begins a trace that can be told on where there was none', () => {
    const [first, second] = [childContext(undefined), childContext(undefined, true)]
    expect(first.traceId).not.toBe(second.traceId)
    expect([first.isSampled, second.isSampled]).toEqual([false, true])
    expect(parseTraceparent(formatTraceparent(second))).toEqual(second)
  })
})
