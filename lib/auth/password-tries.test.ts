import { beforeEach, expect, test } from 'vitest'
import { openPasswordTries, WRONG_MAX, type PasswordTries } from '#lib/auth/password-tries.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'

const HERE = '198.51.100.7'
const right = () => 'admin'
const wrong = () => undefined

let now = 0
let metrics: Metrics
let tries: PasswordTries

beforeEach(() => {
  now = 1_000_000
  metrics = openMetrics()
  tries = openPasswordTries(metrics, () => now)
})

function wrongTries(address: string | undefined, count: number): void {
  for (let number = 0; number < count; number += 1) tries.attempt(address, wrong)
}

function problemOf(make: () => unknown): ProblemError['problem'] | undefined {
  try {
    make()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
  }
  return undefined
}

test('after ten wrong passwords in a minute the eleventh is not checked, even if it is right', () => {
  wrongTries(HERE, WRONG_MAX)
  let isMade = false
  const problem = problemOf(() => tries.attempt(HERE, () => (isMade = true)))
  expect(problem).toMatchObject({ status: 429, code: 'too_many_tries', headers: { 'retry-after': '60' } })
  expect(isMade).toBe(false)
})

test('right passwords are not counted', () => {
  for (let number = 0; number < 3 * WRONG_MAX; number += 1) expect(tries.attempt(HERE, right)).toBe('admin')
  wrongTries(HERE, WRONG_MAX - 1)
  expect(tries.attempt(HERE, right)).toBe('admin')
})

test('a caller from another address is let in', () => {
  wrongTries(HERE, WRONG_MAX)
  expect(tries.attempt('198.51.100.8', right)).toBe('admin')
  expect(tries.attempt('2001:db8::1', right)).toBe('admin')
})

test('the addresses of one IPv6 network count as one', () => {
  for (let number = 0; number < WRONG_MAX; number += 1)
    tries.attempt(`2001:db8:1::${number.toString(16)}`, wrong)
  expect(problemOf(() => tries.attempt('2001:db8:1:2::9', right))).toMatchObject({ status: 429 })
})

test('callers without an address count as one', () => {
  wrongTries(undefined, WRONG_MAX)
  expect(problemOf(() => tries.attempt(undefined, right))).toMatchObject({ status: 429 })
})

test('a minute after the first wrong try the count starts again', () => {
  wrongTries(HERE, 1)
  now += 59_001
  wrongTries(HERE, WRONG_MAX - 1)
  expect(problemOf(() => tries.attempt(HERE, right))).toMatchObject({ headers: { 'retry-after': '1' } })
  now += 999
  expect(tries.attempt(HERE, right)).toBe('admin')
  wrongTries(HERE, WRONG_MAX)
  expect(problemOf(() => tries.attempt(HERE, right))).toMatchObject({ headers: { 'retry-after': '60' } })
})

test('the metrics count failures', async () => {
  wrongTries(HERE, WRONG_MAX)
  problemOf(() => tries.attempt(HERE, right))
  const lines = (await metrics.text()).split('\n')
  expect(lines).toContain('push_admin_password_tries_total{outcome="wrong"} 10')
  expect(lines).toContain('push_admin_password_tries_total{outcome="refused"} 1')
})
