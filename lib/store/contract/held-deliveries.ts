import { describe, expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import {
  HELD_MS_MAX,
  type DeliveryDraft,
  type DeliveryStore,
  type HeldRequest,
  type HoldReason,
  type LeaseRequest,
} from '#lib/store/deliveries.ts'
import { openDeliveryStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000
const LEASE_MS = 1_000

/** What a sender asks for; name what matters to the test. */
function ask(over: Partial<LeaseRequest> = {}): LeaseRequest {
  return { channel: 'onesignal', max: 9, leaseMs: LEASE_MS, nowMs: NOW, ...over }
}

/** A digest of some matches. */
function aDigest(): DeliveryDraft {
  const id = newId()
  const content = { kind: 'digest', why: 'many', matches: 2, subjects: [] } as const
  return { ...aDelivery(), id, match: id, pair: id, ringKey: '', content }
}

/** The part of the contract suite of `DeliveryStore` that is about held deliveries and digests. */
export function describeHeldDeliveries(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openDeliveryStore, await freshUrl())

  describe(`${name} delivery store, held deliveries`, () => {
    const hold = (id: string, dueAtMs: number, why: HoldReason = 'many') =>
      ({ id, state: 'held', why, dueAtMs, reason: 'too many' }) as const
    const askHeld = (over: Partial<HeldRequest> = {}) => ({
      max: 9,
      leaseMs: LEASE_MS,
      nowMs: NOW,
      ...over,
    })

    /** Stores deliveries that are held until a time each, all of them of one device. */
    async function held(store: DeliveryStore, ...due: readonly number[]): Promise<DeliveryDraft[]> {
      const drafts = due.map((_, created) => aDelivery({ created }))
      await store.add(drafts)
      await store.settle(drafts.map(({ id }, place) => hold(id, due[place] ?? 0)))
      return drafts
    }

    test('are not sent, and are leased with all others of their device and reason once one is due', async () => {
      const store = await open()
      const drafts = await held(store, NOW + 9, NOW)
      const [quiet, tablet] = [aDelivery(), aDelivery({ device: 'tablet' })]
      await store.add([quiet, tablet])
      await store.settle([hold(quiet.id, NOW, 'quiet'), hold(tablet.id, NOW + 9)])
      expect(await store.lease(ask())).toEqual([])
      const groups = await store.leaseHeld(askHeld())
      expect(groups.map(({ device, why }) => `${device} ${why}`).toSorted()).toEqual([
        'seeker-phone many',
        'seeker-phone quiet',
      ])
      const many = groups.find(({ why }) => why === 'many')
      const quietGroup = groups.find(({ why }) => why === 'quiet')
      expect([many?.nextDueMs, quietGroup?.nextDueMs]).toEqual([NOW + 9, undefined])
      expect(many?.deliveries).toEqual(
        drafts.map((draft) => ({
          ...draft,
          state: 'held',
          attempts: 0,
          reason: 'too many',
          heldFor: 'many',
        })),
      )
      expect(await store.leaseHeld(askHeld())).toEqual([])
      expect(await store.leaseHeld(askHeld({ nowMs: NOW + LEASE_MS }))).toHaveLength(3)
    })

    test('are leased if the clock was set back since', async () => {
      const store = await open()
      await held(store, NOW + HELD_MS_MAX + 1)
      expect(await store.leaseHeld(askHeld())).toHaveLength(1)
    })

    test('closeHeld() stores a digest with those that it tells, and changes the others', async () => {
      const store = await open()
      const [first, second, third, fourth, fifth] = await held(store, NOW, NOW, NOW, NOW, NOW)
      if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
      if (fourth === undefined || fifth === undefined) throw new Error('too few')
      const draft = aDigest()
      const change = {
        digest: { draft, told: [first.id, second.id], atMs: NOW },
        outcomes: [
          { id: third.id, state: 'muted', atMs: NOW, reason: 'muted' } as const,
          { id: fourth.id, state: 'pending' } as const,
          hold(fifth.id, NOW + 50),
        ],
      }
      expect(await store.closeHeld(change)).toBe(true)
      const told = { state: 'digested', attempts: 0, sentAt: NOW, digest: draft.id }
      const wasHeld = { heldFor: 'many', reason: 'too many' }
      const stored = new Map((await store.list({ limit: 9 })).map((each) => [each.id, each]))
      expect(stored.get(draft.id)).toEqual({ ...draft, state: 'pending', attempts: 0 })
      expect(stored.get(first.id)).toEqual({ ...first, ...wasHeld, ...told })
      expect(stored.get(second.id)).toEqual({ ...second, ...wasHeld, ...told })
      expect(stored.get(third.id)).toEqual({
        ...third,
        ...wasHeld,
        state: 'muted',
        reason: 'muted',
        attempts: 0,
      })
      expect(stored.get(fifth.id)?.state).toBe('held')
      const sent = await store.lease(ask())
      expect(sent.map(({ id }) => id).toSorted()).toEqual([draft.id, fourth.id].toSorted())
      expect(sent.find(({ id }) => id === fourth.id)).toEqual({
        ...fourth,
        state: 'pending',
        attempts: 0,
        heldFor: 'many',
        leasedAt: NOW,
      })
      const asked = [{ id: 'relisted', ringKey: first.ringKey, match: 'another' }]
      expect((await store.rungRecently(asked, { nowMs: NOW, windowMs: 1 })).size).toBe(1)
    })

    test('closeHeld() changes nothing if one is no longer held, and one of several at once does', async () => {
      const store = await open()
      const drafts = await held(store, NOW, NOW)
      const close = () =>
        store.closeHeld({
          digest: { draft: aDigest(), told: drafts.map(({ id }) => id), atMs: NOW },
          outcomes: [],
        })
      const done = await Promise.all([1, 2, 3].map(close))
      expect(done.filter(Boolean)).toHaveLength(1)
      expect(await store.list({ limit: 9 })).toHaveLength(3)
      const [other] = await held(store, NOW)
      const told = { id: drafts[0]?.id ?? '', state: 'pending' } as const
      expect(await store.closeHeld({ outcomes: [{ id: other?.id ?? '', state: 'pending' }, told] })).toBe(
        false,
      )
      expect(await store.list({ state: 'held', limit: 9 })).toHaveLength(1)
    })

    test('end when their match is withdrawn, and go to another channel with their device', async () => {
      const store = await open()
      const [first, second] = await held(store, NOW, NOW)
      if (first === undefined || second === undefined) throw new Error('too few')
      await store.withdraw([first.match], NOW, 'over')
      await store.route([second.device], 'log')
      expect(await store.list({ limit: 9 })).toMatchObject([
        { state: 'held', channel: 'log' },
        { state: 'expired', channel: 'onesignal', reason: 'over' },
      ])
    })

    test('retry() forgets why a delivery was held, so that it is decided anew', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.settle([{ id: draft.id, state: 'held', why: 'many', dueAtMs: NOW, reason: 'many' }])
      await store.closeHeld({ outcomes: [{ id: draft.id, state: 'pending' }] })
      await store.settle([{ id: draft.id, state: 'refused', atMs: NOW }])
      await store.retry([draft.id], ['refused'])
      expect((await store.find(draft.id))?.heldFor).toBeUndefined()
    })

    test('settle() does not hold again what is held', async () => {
      const store = await open()
      const draft = aDelivery()
      await store.add([draft])
      await store.settle([{ id: draft.id, state: 'held', why: 'many', dueAtMs: NOW, reason: 'many' }])
      await store.settle([{ id: draft.id, state: 'held', why: 'quiet', dueAtMs: NOW, reason: 'quiet' }])
      expect((await store.find(draft.id))?.heldFor).toBe('many')
    })
  })
}
