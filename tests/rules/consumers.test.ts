import { expect, test } from 'vitest'
import { allConsumers } from '../../apps/all/all-consumers.ts'

test('no two consumers share a consumer group by accident', () => {
  const groups = allConsumers.map(({ group }) => group)
  expect(new Set(groups).size).toBe(groups.length)
})
