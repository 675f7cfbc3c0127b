import { afterEach, expect, test, vi } from 'vitest'
import { ownId } from '#lib/http/wire-schemas.ts'
import { suggestName } from './suggest-name.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1', 'iphone'],
  ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Safari/604.1', 'iphone'],
  ['Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0', 'android'],
  ['Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', 'phone'],
  ['', 'phone'],
])('suggestName() in "%s" begins with %s, and is a valid name of a device', (userAgent, kind) => {
  vi.stubGlobal('navigator', { userAgent })
  const names = Array.from({ length: 500 }, suggestName)
  expect(names.filter((name) => !new RegExp(`^${kind}-[0-9a-z]{4}$`, 'u').test(name))).toEqual([])
  expect(names.filter((name) => !ownId.safeParse(name).success)).toEqual([])
})

test.each([0, 1, 35, 36 ** 4, 2 ** 32 - 1])(
  'suggestName() has four digits for the random number %d',
  (random) => {
    vi.stubGlobal('crypto', { getRandomValues: (into: Uint32Array) => into.fill(random) })
    expect(suggestName()).toMatch(/^phone-[0-9a-z]{4}$/u)
  },
)

test('suggestName() uses each digit at each place', () => {
  const names = Array.from({ length: 5_000 }, suggestName)
  for (const place of [-4, -3, -2, -1]) {
    const digits = new Set(names.map((name) => name.at(place)))
    expect([place, digits.size]).toEqual([place, 36])
    // Each comes 139 times in the mean; the first digit of a random number would be 1 about 2,500 times.
    const most = Math.max(
      ...[...digits].map((digit) => names.filter((name) => name.at(place) === digit).length),
    )
    expect(most).toBeLessThan(300)
  }
})
