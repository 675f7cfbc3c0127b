import { describe, expect, test } from 'vitest'
import type { Outbox } from '#lib/store/outbox.ts'

/** An outbox, and a way to put one more event into it. */
export interface OutboxUnderTest {
  readonly outbox: Outbox<{ readonly id: string }>
  /** Makes a change with one event; returns the event. */
  readonly change: () => Promise<{ readonly id: string }>
}

const NOW = 1_760_000_000_000

/** The contract suite of `Outbox`; `open` returns an empty one. */
export function describeOutbox(name: string, open: () => Promise<OutboxUnderTest>): void {
  describe(`${name} outbox`, () => {
    test('leaseUnsent() returns complete events, oldest first, up to the limit', async () => {
      const { outbox, change } = await open()
      const events = [await change(), await change(), await change()]
      expect(await outbox.leaseUnsent(2, 1_000, NOW)).toEqual(events.slice(0, 2))
      expect(await outbox.leaseUnsent(2, 1_000, NOW)).toEqual(events.slice(2))
    })

    test('leaseUnsent() returns no leased event, and returns it again after the lease', async () => {
      const { outbox, change } = await open()
      const early = await change()
      await outbox.leaseUnsent(10, 1_000, NOW)
      const late = await change()
      expect(await outbox.leaseUnsent(10, 500, NOW + 999)).toEqual([late])
      expect(await outbox.leaseUnsent(10, 1_000, NOW + 1_000)).toEqual([early])
      expect(await outbox.leaseUnsent(10, 1_000, NOW + 3_000)).toEqual([early, late])
    })

    test('concurrent leaseUnsent() calls return each event once', async () => {
      const { outbox, change } = await open()
      const events = await Promise.all(Array.from({ length: 12 }, change))
      const leases = await Promise.all([1, 2, 3, 4].map(() => outbox.leaseUnsent(5, 1_000, NOW)))
      const ids = leases.flat().map(({ id }) => id)
      expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    })

    test('markSent() removes events, and ignores unknown ones', async () => {
      const { outbox, change } = await open()
      const [told, untold] = [await change(), await change()]
      await outbox.markSent([told.id, 'unknown'])
      await outbox.markSent([])
      expect(await outbox.leaseUnsent(10, 1_000, NOW)).toEqual([untold])
    })
  })
}
