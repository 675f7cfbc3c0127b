import { expect, test } from 'vitest'
import { copiesUntil } from '#lib/erasure/copies-until.ts'
import { TOPICS } from '#lib/event-bus/topics.ts'

test('copiesUntil() is later than the retention of any topic', () => {
  for (const { retentionMs } of TOPICS) expect(copiesUntil(0)).toBeGreaterThan(retentionMs)
})
