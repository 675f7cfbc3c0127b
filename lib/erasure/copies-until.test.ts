import { expect, test } from 'vitest'
import { copiesUntil } from '#lib/erasure/copies-until.ts'
import { TOPICS } from '#lib/event-bus/topics.ts'

test('copiesUntil() is beyond what any topic keeps', () => {
  for (const { retentionMs } of TOPICS) expect(copiesUntil(0)).toBeGreaterThan(retentionMs)
})
