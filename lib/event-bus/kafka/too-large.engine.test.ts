import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { RefusedError } from '#lib/errors/refused-error.ts'
import type { BusRecord, BusWriter } from '#lib/event-bus/event-bus.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { newId } from '#lib/ids/new-id.ts'

const TEST_MS = 60_000
// Brokers accept at most 1 MiB for one record. So few records are not compressed.
const LARGE_BYTES = 2_097_152

const brokers = inject('kafkaBrokers')

// The start of the run reports why there is no Kafka; with CI=true the run has then failed already.
describe.skipIf(brokers === undefined)('a record too large for Kafka', { timeout: TEST_MS }, () => {
  let writer: BusWriter

  beforeAll(async () => {
    writer = await openBusWriter(`kafka://${brokers}`)
  })
  afterAll(() => writer.close())

  function aRecord(value: string): BusRecord {
    return { key: newId(), value, timestamp: Date.now() }
  }

  const large = aRecord('x'.repeat(LARGE_BYTES))

  test('is refused for good, alone or among others; others are accepted before and after', async () => {
    await writer.publish(DEAD.name, [aRecord('small')])
    for (const records of [[large], [aRecord('small'), large, aRecord('small')]]) {
      await expect(writer.publish(DEAD.name, records)).rejects.toBeInstanceOf(RefusedError)
    }
    await writer.publish(DEAD.name, [aRecord('small')])
    await writer.check()
  })
})
