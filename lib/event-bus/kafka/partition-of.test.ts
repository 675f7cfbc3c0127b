import * as fc from 'fast-check'
import { Partitioners } from 'kafkajs'
import { expect, test } from 'vitest'
import { partitionOf } from '#lib/event-bus/kafka/partition-of.ts'

const theirs = Partitioners.DefaultPartitioner()

test('a key has the same partition as with other Kafka clients', () => {
  const key = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ minLength: 40, maxLength: 80 }),
  )
  fc.assert(
    fc.property(key, fc.integer({ min: 1, max: 48 }), (text, count) => {
      const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
        partitionId,
        leader: 1,
        partitionErrorCode: 0,
        replicas: [1],
        isr: [1],
      }))
      const expected = theirs({
        topic: 'any',
        partitionMetadata,
        message: { key: Buffer.from(text), value: null },
      })
      expect(partitionOf(text, count)).toBe(expected)
    }),
    { numRuns: 2_000 },
  )
})
