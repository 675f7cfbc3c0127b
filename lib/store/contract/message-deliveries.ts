import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { type DeliveryDraft, type LeaseRequest } from '#lib/store/deliveries.ts'
import { openDeliveryStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000
const LEASE_MS = 1_000

/** What a sender asks for; name what matters to the test. */
function ask(over: Partial<LeaseRequest> = {}): LeaseRequest {
  return { channel: 'onesignal', max: 9, leaseMs: LEASE_MS, nowMs: NOW, ...over }
}

/** A delivery that tells Ben of messages in a channel; name what matters to the test. */
function aMessage(over: Partial<DeliveryDraft> & { readonly received?: number; readonly of?: string } = {}) {
  const { received = 1, of = 'm', ...rest } = over
  const { pair = 'c' } = rest
  const content = { kind: 'message', channel: pair, match: of, messages: 1, received } as const
  return { ...aDelivery(), match: `${pair} 0`, pair, ringKey: '', person: 'ben', content, ...rest }
}

/** The part of the contract suite of `DeliveryStore` that is about messages of chats. */
export function describeMessageDeliveries(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openDeliveryStore, await freshUrl())

  describe(`${name} delivery store, messages`, () => {
    test.each(['gone', 'rate_limited', 'muted', 'refused', 'expired'] as const)(
      'add() keeps a delivery about later messages of the same key when the one before ended as %s',
      async (state) => {
        const store = await open()
        const first = aMessage({ created: 1 })
        await store.add([first])
        await store.settle([{ id: first.id, state, atMs: NOW, isTry: true, reason: 'why' }])
        expect(await store.add([aMessage()])).toBe(0)
        const second = aMessage({ received: 2, created: 2 })
        expect(await store.add([second, aMessage({ received: 3 })])).toBe(1)
        expect(await store.add([aMessage({ received: 4 })])).toBe(0)
        expect(await store.list({ limit: 9 })).toMatchObject([
          { ...second, state: 'pending', attempts: 0 },
          { id: first.id, content: first.content, state, attempts: 1, reason: 'why' },
        ])
        expect((await store.lease(ask())).map(({ id }) => id)).toEqual([second.id])
        await store.settle([{ id: second.id, state, atMs: NOW }])
        expect(await store.add([aMessage({ received: 3 })])).toBe(1)
      },
    )

    test('add() keeps no delivery about later messages while one waits, or after one was sent', async () => {
      const store = await open()
      const [pending, held, sent] = [
        aMessage({ device: '1' }),
        aMessage({ device: '2' }),
        aMessage({ device: '3' }),
      ]
      await store.add([pending, held, sent])
      await store.settle([
        { id: held.id, state: 'held', why: 'quiet', dueAtMs: NOW, reason: 'quiet' },
        { id: sent.id, state: 'sent', atMs: NOW },
      ])
      const later = [pending, held, sent].map(({ device }) => aMessage({ device, received: 2 }))
      expect(await store.add(later)).toBe(0)
    })

    test('add() makes room for messages after a delivery of an older version, and for no other kind', async () => {
      const store = await open()
      const content = { kind: 'message', channel: 'c', match: 'm', messages: 1 } as const
      const [old, match] = [aMessage({ content }), aDelivery()]
      await store.add([old, match])
      await store.settle([old, match].map(({ id }) => ({ id, state: 'muted', atMs: NOW })))
      expect(await store.add([aMessage({ received: 2 }), { ...match, id: newId() }])).toBe(1)
    })

    test('endMessages() ends what waits to tell a person of messages in a channel', async () => {
      const store = await open()
      const drafts = [
        aMessage({ created: 1 }),
        aMessage({ created: 2, device: '2' }),
        aMessage({ created: 3, device: '3' }),
        aMessage({ created: 4, device: '4', person: 'anna' }),
        aMessage({ created: 5, pair: 'other' }),
        aDelivery({ created: 6, person: 'ben', pair: 'c' }),
        aMessage({ created: 7, pair: 'closed' }),
      ] as const
      await store.add(drafts)
      await store.settle([
        { id: drafts[1].id, state: 'held', why: 'quiet', dueAtMs: NOW, reason: 'quiet' },
        { id: drafts[2].id, state: 'sent', atMs: NOW },
      ])
      await store.endMessages([], 'read')
      const read = { channel: 'c', person: 'ben' }
      await store.endMessages([read, { channel: 'closed', person: 'ben' }, read], 'read')
      await store.endMessages([read, { channel: 'unknown', person: 'ben' }], 'read again')
      const found = await store.list({ limit: 9 })
      expect(found.map(({ state, reason }) => [state, reason]).toReversed()).toEqual([
        ['expired', 'read'],
        ['expired', 'read'],
        ['sent', undefined],
        ['pending', undefined],
        ['pending', undefined],
        ['pending', undefined],
        ['expired', 'read'],
      ])
    })

    test('withdraw() also ends what waits to tell of messages about the matches, for good', async () => {
      const store = await open()
      const drafts = [
        aMessage({ created: 1 }),
        aMessage({ created: 2, device: '2' }),
        aMessage({ created: 3, device: '3' }),
        aMessage({ created: 4, pair: 'other', of: 'other' }),
      ] as const
      await store.add(drafts)
      await store.settle([
        { id: drafts[1].id, state: 'held', why: 'quiet', dueAtMs: NOW, reason: 'quiet' },
        { id: drafts[2].id, state: 'sent', atMs: NOW },
      ])
      await store.withdraw(['m'], NOW, 'over')
      expect(await store.withdrawnAmong(['m', 'other', 'm'])).toEqual(new Set(['m']))
      expect(await store.withdrawnAmong([])).toEqual(new Set())
      const found = await store.list({ limit: 9 })
      expect(found.map(({ state, reason }) => [state, reason]).toReversed()).toEqual([
        ['expired', 'over'],
        ['expired', 'over'],
        ['sent', undefined],
        ['pending', undefined],
      ])
      expect(await store.add([aMessage({ received: 2 }), aMessage({ pair: 'new' })])).toBe(0)
      expect(
        await store.retry(
          drafts.map(({ id }) => id),
          ['expired'],
        ),
      ).toEqual(new Set())
    })
  })
}
