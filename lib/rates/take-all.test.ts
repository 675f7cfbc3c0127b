import { expect, test } from 'vitest'
import { openRates } from '#lib/rates/open-rates.ts'
import { takeAll } from '#lib/rates/take-all.ts'

test('a call takes from each of its rates, or from none when one of them has too few', () => {
  const open = (burst: number) => openRates({ ratePerSecond: 1, burst }, { keysMax: 10, now: () => 0 })
  const [people, networks] = [open(3), open(1)]
  expect(takeAll([])).toBe(0)
  const cost = [
    [people, 'anna'],
    [networks, 'home'],
  ] as const
  expect([takeAll(cost), takeAll(cost), takeAll(cost)]).toEqual([0, 1, 1])
  expect([1, 2, 3].map(() => people.take(['anna']))).toEqual([0, 0, 1])
})
