/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { LocalTime } from '#lib/ui/components/local-time.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'

test.each([
  ['en', '2026-03-05T07:08:09.123Z', 'Mar 5, 2026, 07:08:09 UTC'],
  ['de', '2026-03-05T07:08:09.123Z', '05.03.2026, 07:08:09 UTC'],
  // Midnight is 00, not 24.
  ['en', '2026-01-01T00:00:00Z', 'Jan 1, 2026, 00:00:00 UTC'],
  // Another offset is told in UTC as well.
  ['en', '2026-01-01T00:30:00+02:00', 'Dec 31, 2025, 22:30:00 UTC'],
] as const)('UtcTime shows people of "%s" %s as %s', (language, at, text) => {
  expect(renderToString(<UtcTime at={at} language={language} />)).toBe(
    `<time datetime="${at}">${text}</time>`,
  )
})

test('LocalTime names the same point in time for programs', () => {
  const html = renderToString(<LocalTime at="2026-01-01T00:30:00+02:00" language="en" />)
  expect(html).toMatch(/^<time datetime="2025-12-31T22:30:00.000Z">[^<]*202[56], \d\d:\d\d<\/time>$/u)
})
