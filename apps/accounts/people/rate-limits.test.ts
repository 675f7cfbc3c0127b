import { expect, test } from 'vitest'
import { AUTH_ENDPOINTS } from './auth-endpoints.ts'
import { RATE_LIMITS } from './rate-limits.ts'

test('every limit of one endpoint names an existing endpoint, and is stricter than the general limit', () => {
  const limits = Object.entries(RATE_LIMITS.customRules ?? {})
  expect(limits).not.toEqual([])
  for (const [path, rule] of limits) {
    expect(AUTH_ENDPOINTS.map((endpoint) => endpoint.path)).toContain(path)
    expect(rule).toMatchObject({ window: RATE_LIMITS.window })
    expect(typeof rule === 'object' ? rule.max : Infinity).toBeLessThan(RATE_LIMITS.max ?? 0)
  }
})
