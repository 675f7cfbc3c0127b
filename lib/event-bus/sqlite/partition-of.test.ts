import { expect, test } from 'vitest'
import { partitionOf } from '#lib/event-bus/sqlite/partition-of.ts'

test('partitionOf() uses FNV-1a: it gives the values that its authors publish', () => {
  const all = 2 ** 32

  expect(partitionOf('', all)).toBe(0x81_1c_9d_c5)
  expect(partitionOf('a', all)).toBe(0xe4_0c_29_2c)
  expect(partitionOf('foobar', all)).toBe(0xbf_9c_f9_68)
})

test('partitionOf() spreads the keys of devices over all partitions', () => {
  const counts = new Map<number, number>()
  for (let device = 0; device < 12_000; device += 1) {
    const partition = partitionOf(`d-${device}`, 12)
    counts.set(partition, (counts.get(partition) ?? 0) + 1)
  }

  expect(counts.size).toBe(12)
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150)
})
