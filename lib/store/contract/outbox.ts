import { describe, expect, test } from 'vitest'
import type { Outbox } from '#lib/store/outbox.ts'

/** An outbox, and a way to put one more event into it. */
export interface OutboxUnderTest {
  readonly outbox: Outbox<{ readonly id: string }>
  /** Makes a change with one event; gives the event. */
  readonly change: () => Promise<{ readonly id: string }>
}

const NOW = 1_760_000_000_000

/** The contract suite of `Outbox`; `open` gives one that is empty. */
export function describeOutbox(name: string, open: () => Promise<OutboxUnderTest>): void {
  describe(`${name} outbox`, () => {
    test('leaseUnsent() gives whole events, oldest first, at most as many as asked for', async () => {
      const { outbox, change } = await open()
      const events = [await change(), await change(), await change()]
      expect(await outbox.leaseUnsent(2, 1_000, NOW)).toEqual(events.slice(0, 2))
      expect(await outbox.leaseUnsent(2, 1_000, NOW)).toEqual(events.slice(2))
    })

    test('leaseUnsent() gives nothing that is held, and gives it again when the lease is over', async () => {
      const { outbox, change } = await open()
      const early = await change()
      await outbox.leaseUnsent(10, 1_000, NOW)
      const late = await change()
      expect(await outbox.leaseUnsent(10, 500, NOW + 999)).toEqual([late])
      expect(await outbox.leaseUnsent(10, 1_000, NOW + 1_000)).toEqual([early])
      expect(await outbox.leaseUnsent(10, 1_000, NOW + 3_000)).toEqual([early, late])
    })

    test('leaseUnsent() of several at once hands no event out twice', async () => {
      const { outbox, change } = await open()
      const events = await Promise.all(Array.from({ length: 12 }, change))
      const leases = await Promise.all([1, 2, 3, 4].map(() => outbox.leaseUnsent(5, 1_000, NOW)))
      const ids = leases.flat().map(({ id }) => id)
      expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    })

    test('markSent() forgets events, and passes over unknown ones', async () => {
      const { outbox, change } = await open()
      const [told, untold] = [await change(), await change()]
      await outbox.markSent([told.id, 'unknown'])
      await outbox.markSent([])
      expect(await outbox.leaseUnsent(10, 1_000, NOW)).toEqual([untold])
    })
  })
}
