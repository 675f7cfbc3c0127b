import { expect, test } from 'vitest'
import { AUTH_ENDPOINTS } from './auth-endpoints.ts'
import { RATE_LIMITS } from './rate-limits.ts'

test('every limit of one call is of a call that there is, and stricter than that of all', () => {
  const limits = Object.entries(RATE_LIMITS.customRules ?? {})
  expect(limits).not.toEqual([])
  for (const [path, rule] of limits) {
    expect(AUTH_ENDPOINTS.map((endpoint) => endpoint.path)).toContain(path)
    expect(rule).toMatchObject({ window: RATE_LIMITS.window })
    expect(typeof rule === 'object' ? rule.max : Infinity).toBeLessThan(RATE_LIMITS.max ?? 0)
  }
})
