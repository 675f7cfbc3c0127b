import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Pusher, PushMessage } from '#lib/pusher/pusher.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openChannels } from './channel.ts'
import { openDesk, type Desk } from './open-desk.fixture.ts'
import { closeDue } from './open-digest-loop.ts'
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
  async function live({ deliveries, ports }: Desk, death?: Death): Promise<boolean> {
    const { mortal, isDead } = mortalProcess(death)
    const own = {
      ...ports,
      deliveries: mortal(deliveries),
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

  describe(`a process that is killed on ${name}`, () => {
    test.each(['before', 'after'] as const)(
      '%s any of its calls while it closes held groups: the next one tells each group once',
      SLOW,
      async (moment) => {
        vi.setSystemTime(Date.parse('2026-01-01T12:00:00Z'))
        onTestFinished(() => void vi.useRealTimers())
        const desk = await openDesk(await freshUrl())
        onTestFinished(() => desk.close())
        let wasKilled = true
        let deaths = 0
        for (let call = 1; wasKilled; call += 1) {
          shown.clear()
          const person = await hold(desk)
          expect(shown.size).toBe(0)
          goOn(5 * MINUTE_MS)
          wasKilled = await live(desk, { call, moment })
          deaths += Number(wasKilled)
          // Another process finds what is left when the leases of the dead one end.
          for (const leaseMs of [DIGEST_LEASE_MS, SEND_LEASE_MS]) {
            goOn(leaseMs + SECOND_MS)
            await live(desk)
          }
          const told = [...shown.values()]
          expect(told.map(({ subscription }) => subscription).toSorted()).toEqual([
            `phone of ${person}`,
            `tablet of ${person}`,
          ])
          expect(told.map(({ data }) => data['matches'])).toEqual([2, 2])
          const states = (await desk.deliveries.list({ person, limit: 99 })).map(({ state }) => state)
          expect(states.toSorted()).toEqual([
            ...Array.from({ length: 4 }, () => 'digested'),
            'expired',
            'expired',
            'sent',
            'sent',
          ])
        }
        // The digests, the decision, the calls and the outcomes were all reached.
        expect(deaths).toBeGreaterThan(12)
      },
    )
  })
}
