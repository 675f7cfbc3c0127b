import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher, PushMessage } from '#lib/pusher/pusher.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { addDirectly } from './add-directly.ts'
import { openChannels } from './channel.ts'
import { createNoticeHandler } from './create-notice-handler.ts'
import { aBatch, openDesk, type Desk } from './open-desk.fixture.ts'
import { closeDue } from './open-digest-loop.ts'
import { openSender } from './open-sender.ts'
import { sendBatch } from './send-batch.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const DIGEST_LEASE_MS = 30_000
const SEND_LEASE_MS = 60_000
const SLOW = { timeout: 120_000 }

/** A call at which a process is killed: before it is made, or after it was made and before its answer came. */
interface Death {
  readonly call: number
  readonly moment: 'before' | 'after'
}

/** A process that is killed at one of its calls of stores and the provider. A dead one calls nothing. */
function mortalProcess(death?: Death) {
  let calls = 0
  let isDead = false

  function kill(): never {
    isDead = true
    throw new UnavailableError('killed')
  }

  function mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return async (...given: readonly unknown[]) => {
          if (isDead) return kill()
          calls += 1
          const isLast = calls === death?.call
          if (isLast && death?.moment === 'before') return kill()
          const answer: unknown = await Reflect.apply(method, target, given)
          return isLast || isDead ? kill() : answer
        }
      },
    })
  }

  return { mortal, isDead: () => isDead }
}

/** What a process does, so that a test can plant a fault in it. */
type Plant = (deliveries: DeliveryStore) => DeliveryStore

/** A fault: the digest is stored before its group is closed, not in one write. */
const digestBeforeGroup: Plant = (deliveries) => ({
  ...deliveries,
  async closeHeld(change) {
    if (change.digest !== undefined) await deliveries.add([change.digest.draft])
    return deliveries.closeHeld(change)
  },
})

/**
 * Tests that a process may be killed at any call while it makes digests and sends them: the next process tells each held group once.
 * Kept apart by store, because each closes a group in its own way.
 */
export function describeDeaths(name: string, freshUrl: FreshUrl): void {
  /** What the provider showed, by key: it shows a message with a known key no second time. */
  const shown = new Map<string, PushMessage>()
  const pusher: Pusher = {
    channel: 'onesignal',
    send(message) {
      if (!shown.has(message.idempotencyKey)) shown.set(message.idempotencyKey, message)
      return Promise.resolve({ outcome: 'sent', providerId: message.idempotencyKey })
    },
  }

  /** Lets a process make the digests that are due, and send what is due; returns whether it was killed. */
  async function live(
    { deliveries, ports }: Desk,
    death?: Death,
    plant: Plant = (good) => good,
  ): Promise<boolean> {
    const { mortal, isDead } = mortalProcess(death)
    const own = {
      ...ports,
      deliveries: plant(mortal(deliveries)),
      mappings: mortal(ports.mappings),
      preferences: mortal(ports.preferences),
      rings: mortal(ports.rings),
      inbox: mortal(ports.inbox),
    }
    const [channel] = openChannels([mortal(pusher)], quietLog)
    if (channel === undefined) throw new Error('no channel')
    try {
      await closeDue({ ...own, onReleased: () => undefined }, Date.now())
      const request = { channel: 'onesignal', max: 100, leaseMs: SEND_LEASE_MS, nowMs: Date.now() }
      await sendBatch(await own.deliveries.lease(request), channel, own, () => !isDead())
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
    }
    return isDead()
  }

  function goOn(ms: number): void {
    vi.setSystemTime(Date.now() + ms)
  }

  function noticeTo(person: string, validUntil?: number): MatchNotice {
    const match = { id: newId(), search: newId(), offer: newId() }
    return {
      match,
      sides: [
        { person, subject: match.search, title: 'Bicycle', mobile: false },
        { person: newId(), subject: match.offer, title: 'Old bicycle', mobile: false },
      ],
      distanceClass: '<1',
      validUntil,
      cause: { source: '/tracker/local', id: newId(), time: Date.now() },
    }
  }

  /** Holds three matches of a new person with two devices, one of which ends before they are due; returns the person. */
  async function hold(desk: Desk): Promise<string> {
    const person = newId()
    for (const device of ['phone', 'tablet'])
      await desk.map(`${device} of ${person}`, person, `${device} of ${person}`)
    await desk.prefer(person, { maxPerHour: 0 })
    await desk.take(noticeTo(person), noticeTo(person), noticeTo(person, Date.now() + MINUTE_MS))
    await live(desk)
    return person
  }

  /** Opens a desk whose time goes on only when the test says so. */
  async function open(): Promise<Desk> {
    vi.setSystemTime(Date.parse('2026-01-01T12:00:00Z'))
    onTestFinished(() => void vi.useRealTimers())
    const desk = await openDesk(await freshUrl())
    onTestFinished(() => desk.close())
    return desk
  }

  /** Other processes find what is left when the leases of a dead one end. */
  async function outlive(desk: Desk): Promise<void> {
    for (const leaseMs of [DIGEST_LEASE_MS, SEND_LEASE_MS]) {
      goOn(leaseMs + SECOND_MS)
      await live(desk)
    }
  }

  function expectOnceOn(person: string): PushMessage[] {
    const told = [...shown.values()]
    expect(told.map(({ subscription }) => subscription).toSorted()).toEqual([
      `phone of ${person}`,
      `tablet of ${person}`,
    ])
    return told
  }

  async function statesOf({ deliveries }: Desk, person: string): Promise<string[]> {
    return (await deliveries.list({ person, limit: 99 })).map(({ state }) => state).toSorted()
  }

  /** Kills a process at each of its calls while it closes held groups; returns the number of deaths. */
  async function dieWhileClosing(moment: Death['moment'], plant?: Plant): Promise<number> {
    const desk = await open()
    for (let call = 1; ; call += 1) {
      shown.clear()
      const person = await hold(desk)
      expect(shown.size).toBe(0)
      goOn(5 * MINUTE_MS)
      const wasKilled = await live(desk, { call, moment }, plant)
      await outlive(desk)
      expect(expectOnceOn(person).map(({ data }) => data['matches'])).toEqual([2, 2])
      expect(await statesOf(desk, person)).toEqual([
        ...Array.from({ length: 4 }, () => 'digested'),
        'expired',
        'expired',
        'sent',
        'sent',
      ])
      if (!wasKilled) return call - 1
    }
  }

  /** Lets a process store the deliveries of a notice and send them itself; returns whether it was killed, and whether it committed the notice. */
  async function handle(desk: Desk, notice: MatchNotice, death: Death) {
    const { mortal, isDead } = mortalProcess(death)
    const { ports } = desk
    // The first look of the sender belongs to no notice.
    const hasLooked = Promise.withResolvers<void>()
    let lease: Desk['deliveries']['lease'] = async (request) => {
      const due = await desk.deliveries.lease(request)
      hasLooked.resolve()
      return due
    }
    const [mappings, inbox] = [mortal(desk.mappings), mortal(desk.inbox)]
    const own = {
      ...ports,
      mappings,
      inbox,
      deliveries: mortal(desk.deliveries),
      preferences: mortal(ports.preferences),
      rings: mortal(ports.rings),
    }
    // A look at an interval would be one more call.
    vi.useFakeTimers({ toFake: ['setInterval', 'Date'] })
    const sender = openSender({
      deliveries: { lease: (request) => lease(request) },
      channels: openChannels([mortal(pusher)], quietLog),
      send: (due, channel) => sendBatch(due, channel, own, () => !isDead()),
      leaseMs: SEND_LEASE_MS,
      log: quietLog,
    })
    sender.nudge()
    await hasLooked.promise
    await expect.poll(() => sender.expect('onesignal', 0)?.([]) ?? 'ready').toBe('ready')
    lease = (request) => own.deliveries.lease(request)
    const direct = { sender, deliveries: own.deliveries, leaseMs: SEND_LEASE_MS }
    const take = createNoticeHandler({
      ...desk.handling,
      mappings,
      inbox,
      deliveries: { ...own.deliveries, add: (drafts) => addDirectly(drafts, direct) },
    })
    let isCommitted = true
    try {
      await take(aBatch([notice]))
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
      isCommitted = false
    }
    await sender.stop()
    return { wasKilled: isDead(), isCommitted }
  }

  /** Kills a process at each of its calls while it rings for a notice; returns the number of deaths. A fault commits notices too early. */
  async function dieWhileRinging(moment: Death['moment'], isFaulty = false): Promise<number> {
    const desk = await open()
    for (let call = 1; ; call += 1) {
      shown.clear()
      const person = newId()
      for (const device of ['phone', 'tablet'])
        await desk.map(`${device} of ${person}`, person, `${device} of ${person}`)
      const notice = noticeTo(person)
      const { wasKilled, isCommitted } = await handle(desk, notice, { call, moment })
      // The bus gives a notice again that was not committed.
      if (!isCommitted && !isFaulty) await desk.take(notice)
      await outlive(desk)
      expectOnceOn(person)
      expect(await statesOf(desk, person)).toEqual(['sent', 'sent'])
      expect(await desk.inbox.list({ person, limit: 9 })).toHaveLength(1)
      if (!wasKilled) return call - 1
    }
  }

  describe(`a process that is killed on ${name}`, () => {
    const moments = ['before', 'after'] as const

    test.each(moments)(
      '%s any of its calls while it closes held groups: the next one tells each group once',
      SLOW,
      async (moment) => {
        // The digests, the decision, the calls and the outcomes were all reached.
        expect(await dieWhileClosing(moment)).toBeGreaterThan(12)
      },
    )

    test.each(moments)(
      '%s any of its calls while it stores and sends the deliveries of a notice: each device rings once',
      SLOW,
      async (moment) => {
        // The devices, the inbox, the deliveries, the decision, the calls and the outcomes were all reached.
        expect(await dieWhileRinging(moment)).toBeGreaterThan(9)
      },
    )

    test('these tests notice a digest that is told twice, and a notice that is lost', SLOW, async () => {
      await expect(dieWhileClosing('after', digestBeforeGroup)).rejects.toThrow(
        'expected [ …(4) ] to deeply equal [ …(2) ]',
      )
      await expect(dieWhileRinging('before', true)).rejects.toThrow('expected [] to deeply equal')
    })
  })
}
