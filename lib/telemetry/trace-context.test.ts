import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTraceparent, parseTraceparent, unrecordedChild } from '#lib/telemetry/trace-context.ts'

const HEADER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
    .filter((text) => /[1-9a-f]/u.test(text))

test('parseTraceparent() reads what formatTraceparent() writes', () => {
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
])('%s is not a context', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
})

test("unrecordedChild() returns a new unsampled span in the caller's trace", () => {
  const parent = { traceId: HEADER.slice(3, 35), spanId: HEADER.slice(36, 52), isSampled: true }
  const child = parseTraceparent(unrecordedChild(parent))
  expect(child).toMatchObject({ traceId: parent.traceId, isSampled: false })
  expect(child?.spanId).not.toBe(parent.spanId)
})
