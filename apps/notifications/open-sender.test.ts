import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { addDirectly, type DirectPorts } from './add-directly.ts'
import { openChannels } from './channel.ts'
import { createNoticeHandler } from './create-notice-handler.ts'
import { aBatch, aNotice, ANNAS, BENS, noticesApart, openDesk, type Desk } from './open-desk.fixture.ts'
import { openSender, type Sender, type SenderOptions } from './open-sender.ts'
import { sendBatch } from './send-batch.ts'

const MINUTE_MS = 60_000
const SLOW = { timeout: 20_000 }

let desk: Desk

beforeEach(async () => {
  desk = await openDesk()
  return () => desk.close()
})

/** The sender of a process, with its own channels, which are open at the start. */
function start(
  pushers: readonly Pusher[] = desk.channels.map(({ pusher }) => pusher),
  over: Partial<SenderOptions> = {},
) {
  const channels = openChannels(pushers, quietLog)
  let inHand = 0
  const sender = openSender({
    deliveries: desk.deliveries,
    channels,
    async send(due, channel, mayStart) {
      inHand += 1
      try {
        await sendBatch(due, channel, desk.ports, mayStart)
      } finally {
        inHand -= 1
      }
    },
    leaseMs: 1_000,
    log: quietLog,
    ...over,
  })
  onTestFinished(() => sender.stop())
  /** The time until the next try of the first channel; 0 while calls are in progress. */
  const waits = () => (inHand === 0 ? channels[0]?.gate.status(performance.now()).nextTryInMs : 0)
  return { ...sender, waits }
}

/** Advances the clock: postponed deliveries are due, and channels may be tried. */
function holdTime(): (ms: number) => void {
  const clock = vi.spyOn(performance, 'now')
  // Whole milliseconds: sums of fractions are not exact.
  let now = Math.round(performance.now())
  clock.mockImplementation(() => now)
  vi.setSystemTime(Date.now())
  onTestFinished(() => {
    clock.mockRestore()
    vi.useRealTimers()
  })
  return (ms) => {
    now += ms
    vi.setSystemTime(Date.now() + ms)
  }
}

/** A number of matches, each of another pair, that ring Anna and Ben. */
function matches(count: number) {
  return Array.from({ length: count }, noticesApart).flat()
}

/** A channel that accepts everything immediately. */
function openPigeons(): Pusher & { readonly shown: string[] } {
  const shown: string[] = []
  return {
    channel: 'pigeon',
    shown,
    send({ subscription }: PushMessage): Promise<PushResult> {
      shown.push(subscription)
      return Promise.resolve({ outcome: 'sent', providerId: 'p' })
    },
  }
}

const pending = async () => (await desk.deliveries.waiting()).get('onesignal') ?? 0
const tries = async () => (await desk.deliveries.list({ limit: 500 })).map(({ attempts }) => attempts)

describe('a wrong key', () => {
  const WRONG = { status: 403, body: { errors: ['Access denied.'] } }

  test('for an hour ends no delivery and costs no try; once it is fixed all ring', async () => {
    const goOn = holdTime()
    desk.oneSignal.answerAll(WRONG)
    await desk.take(...matches(40))
    const sender = start()
    for (let minutes = 0; minutes < 60; minutes += 2) {
      expect(sender.waits()).toBe(0)
      sender.nudge()
      await expect.poll(sender.waits, SLOW).toBeGreaterThan(0)
      if (minutes === 30) await desk.take(...matches(5))
      goOn(2 * MINUTE_MS)
    }
    await sender.stop()
    expect(await desk.states()).toEqual(Array.from({ length: 90 }, () => 'pending'))
    expect(await tries()).toEqual(Array.from({ length: 90 }, () => 0))
    // The channel is tried with one delivery at a time, not with each.
    expect(desk.oneSignal.calls.length).toBeLessThan(32 + 60)

    desk.oneSignal.answerAll(undefined)
    start().nudge()
    await expect.poll(pending, SLOW).toBe(0)
    expect(await desk.states()).toEqual(Array.from({ length: 90 }, () => 'sent'))
    expect(new Set(desk.oneSignal.shown.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(90)
  }, 60_000)

  test('does not delay deliveries of another channel', async () => {
    const pigeons = openPigeons()
    desk.oneSignal.answerAll(WRONG)
    await desk.map('bens-phone', 'ben', 'loft', { channel: 'pigeon' })
    await desk.take(...matches(100))
    start([...desk.channels.map(({ pusher }) => pusher), pigeons]).nudge()
    await expect.poll(() => pigeons.shown.length, SLOW).toBe(100)
    expect(await pending()).toBe(100)
  })

  test('is detected by every process that starts, and still costs no try', async () => {
    desk.oneSignal.answerAll(WRONG)
    await desk.take(...matches(2))
    for (let process = 0; process < 15; process += 1) {
      const sender = start()
      sender.nudge()
      await expect.poll(sender.waits, SLOW).toBeGreaterThan(0)
      await sender.stop()
    }
    expect(await tries()).toEqual([0, 0, 0, 0])
    desk.oneSignal.answerAll(undefined)
    start().nudge()
    await expect.poll(pending, SLOW).toBe(0)
    expect(await desk.states()).toEqual(['sent', 'sent', 'sent', 'sent'])
  })

  test('does not ring afterwards for a match that expired or was blocked meanwhile', async () => {
    const goOn = holdTime()
    desk.oneSignal.answerAll(WRONG)
    const [blocked, over, rung] = matches(3).filter(({ sides }) => sides[0]?.person === 'anna')
    if (blocked === undefined || over === undefined || rung === undefined) throw new Error('too few')
    await desk.take(blocked, { ...over, validUntil: Date.now() + MINUTE_MS }, rung)
    const sender = start()
    sender.nudge()
    await expect.poll(sender.waits, SLOW).toBeGreaterThan(0)
    await desk.end(blocked, 'block')
    desk.oneSignal.answerAll(undefined)
    goOn(10 * MINUTE_MS)
    sender.nudge()
    await expect.poll(pending, SLOW).toBe(0)
    expect(await desk.states()).toEqual(['expired', 'expired', 'sent'])
  })
})

test.each([429, 503])('%i slows the whole channel for the time of Retry-After', async (status) => {
  const goOn = holdTime()
  desk.oneSignal.failNext({ status, headers: { 'retry-after': '50' } })
  await desk.take(...matches(1))
  const sender = start()
  sender.nudge()
  await expect.poll(sender.waits, SLOW).toBe(50_000)
  await desk.take(...matches(20))
  goOn(49_000)
  sender.nudge()
  await expect.poll(sender.waits, SLOW).toBe(1_000)
  expect(desk.oneSignal.calls).toHaveLength(2)
  goOn(1_000)
  sender.nudge()
  await expect.poll(pending, SLOW).toBe(0)
  expect(await desk.states()).toEqual(Array.from({ length: 42 }, () => 'sent'))
})

test.each([
  ['seconds', () => '50'],
  ['a date', () => new Date(Date.now() + 50_000).toUTCString()],
])('503 with %s in Retry-After, fifteen times, has cost no try', async (_, retryAfter) => {
  const goOn = holdTime()
  await desk.take(...matches(1))
  const sender = start()
  for (let times = 0; times < 15; times += 1) {
    desk.oneSignal.answerAll({ status: 503, headers: { 'retry-after': retryAfter() } })
    sender.nudge()
    await expect.poll(sender.waits, SLOW).toBeGreaterThan(40_000)
    expect(await tries()).toEqual([0, 0])
    goOn(2 * MINUTE_MS)
  }
  desk.oneSignal.answerAll(undefined)
  sender.nudge()
  await expect.poll(pending, SLOW).toBe(0)
  expect(await desk.states()).toEqual(['sent', 'sent'])
})

test('503 without Retry-After counts as a try of the delivery', async () => {
  desk.oneSignal.failNext({ status: 503 }, 2)
  await desk.take(...matches(1))
  start().nudge()
  await expect.poll(tries, SLOW).toEqual([1, 1])
})

test('a hanging provider does not delay another channel', async () => {
  const pigeons = openPigeons()
  const hanging: Pusher = { channel: 'onesignal', send: () => released.promise }
  const released = Promise.withResolvers<PushResult>()
  await desk.map('bens-phone', 'ben', 'loft', { channel: 'pigeon' })
  await desk.take(...matches(100))
  const sender = start([hanging, pigeons])
  sender.nudge()
  await expect.poll(() => pigeons.shown.length, SLOW).toBe(100)
  released.resolve({ outcome: 'sent', providerId: 'p' })
  await sender.stop()
})

test('what comes while a call hangs is sent at once, and no more calls run at the same time than the channel bears', async () => {
  const released = Promise.withResolvers<PushResult>()
  let [calls, running, most] = [0, 0, 0]
  const first: Pusher = {
    channel: 'onesignal',
    callsMax: 8,
    async send() {
      calls += 1
      running += 1
      most = Math.max(most, running)
      // The first one hangs.
      const answer: PushResult = calls === 1 ? await released.promise : { outcome: 'sent', providerId: 'p' }
      running -= 1
      return answer
    },
  }
  const sender = start([first], { leaseMs: MINUTE_MS })
  await desk.take(aNotice({ sides: aNotice().sides.slice(0, 1) }))
  sender.nudge()
  await expect.poll(() => calls, SLOW).toBe(1)
  await desk.take(...matches(50))
  sender.nudge()
  await expect.poll(() => calls, SLOW).toBe(101)
  expect(running).toBe(1)
  released.resolve({ outcome: 'sent', providerId: 'p' })
  await expect.poll(pending, SLOW).toBe(0)
  expect(most).toBeLessThanOrEqual(8)
  expect(await desk.states()).toEqual(Array.from({ length: 100 }, () => 'sent'))
  expect(calls).toBe(101)
})

describe('deliveries that are stored by the process that sends them', () => {
  const LEASE = { leaseMs: MINUTE_MS }

  /** Takes notices as the station does; counts the leases that found something. */
  async function open(pushers?: readonly Pusher[]) {
    let leases = 0
    const sender = start(pushers, {
      leaseMs: MINUTE_MS,
      deliveries: {
        async lease(request) {
          const due = await desk.deliveries.lease(request)
          leases += Number(due.length > 0)
          return due
        },
      },
    })
    const direct = { ...LEASE, deliveries: desk.deliveries, sender }
    const take = createNoticeHandler({
      ...desk.handling,
      deliveries: { ...desk.deliveries, add: (drafts) => addDirectly(drafts, direct) },
    })
    return { sender, leases: () => leases, take: (...notices: MatchNotice[]) => take(aBatch(notices)) }
  }

  /** Waits until the sender has looked for what was there before it. */
  async function hasLooked(sender: Pick<Sender, 'expect' | 'nudge'>, channel = 'onesignal'): Promise<void> {
    sender.nudge()
    await expect
      .poll(() => {
        const give = sender.expect(channel, 1)
        give?.([])
        return give !== undefined
      }, SLOW)
      .toBe(true)
  }

  test('need no lease of their own, and ring once, also if their notice comes again', async () => {
    const { sender, leases, take } = await open()
    await hasLooked(sender)
    const notice = aNotice()
    await take(notice)
    await take(notice)
    await expect.poll(desk.states, SLOW).toEqual(['sent', 'sent'])
    expect(desk.shown()).toEqual([ANNAS, BENS])
    expect(leases()).toBe(0)
  })

  test('wait for the others when there are some before them', async () => {
    const { sender, take, leases } = await open()
    await desk.take(...matches(2))
    // It has not looked yet.
    expect(sender.expect('onesignal', 1)).toBeUndefined()
    await take(...matches(1))
    await expect.poll(pending, SLOW).toBe(0)
    expect(leases()).toBeGreaterThan(0)
    expect(desk.oneSignal.shown).toHaveLength(6)
  })

  test('wait while their channel does, and are sent when it opens', async () => {
    const goOn = holdTime()
    desk.oneSignal.answerAll({ status: 403, body: { errors: ['Access denied.'] } })
    const { sender, take } = await open()
    await hasLooked(sender)
    await take(...matches(1))
    await expect.poll(sender.waits, SLOW).toBeGreaterThan(0)
    expect(sender.expect('onesignal', 1)).toBeUndefined()
    await take(...matches(1))
    expect(sender.expect('unknown', 1)).toBeUndefined()
    desk.oneSignal.answerAll(undefined)
    goOn(2 * MINUTE_MS)
    sender.nudge()
    await expect.poll(pending, SLOW).toBe(0)
    expect(await tries()).toEqual([1, 1, 1, 1])
  })

  test('are left to their lease when the store fails, and the sender goes on', async () => {
    const { sender } = await open()
    await hasLooked(sender)
    const fails: DirectPorts['deliveries'] = {
      add: () => Promise.reject(new UnavailableError('the store is away')),
      addLeased: () => Promise.reject(new UnavailableError('the store is away')),
    }
    await expect(addDirectly([aDelivery()], { ...LEASE, sender, deliveries: fails })).rejects.toThrow(
      'is away',
    )
    await desk.take(aNotice())
    sender.nudge()
    await expect.poll(pending, SLOW).toBe(0)
    await sender.stop()
    expect(sender.expect('onesignal', 1)).toBeUndefined()
  })
})

test('small batches of one pair at the same time ring each side once', async () => {
  const released = Promise.withResolvers<PushResult>()
  const rung: string[] = []
  const hanging: Pusher = {
    channel: 'onesignal',
    send({ subscription }) {
      rung.push(subscription)
      return released.promise
    },
  }
  let asked = 0
  const sender = start([hanging], {
    leaseMs: MINUTE_MS,
    deliveries: {
      lease(request) {
        asked += 1
        return desk.deliveries.lease(request)
      },
    },
  })
  for (let match = 0; match < 3; match += 1) {
    await desk.take(aNotice())
    const before = asked
    sender.nudge()
    await expect.poll(() => asked, SLOW).toBeGreaterThan(before)
  }
  await expect.poll(() => rung.length, SLOW).toBe(2)
  released.resolve({ outcome: 'sent', providerId: 'p' })
  await sender.stop()
  expect(rung.toSorted()).toEqual([ANNAS, BENS])
})

test('a sender that stops waits for its calls, and gives the other deliveries back', async () => {
  const released = Promise.withResolvers<PushResult>()
  let calls = 0
  const hanging: Pusher = {
    channel: 'onesignal',
    send() {
      calls += 1
      return released.promise
    },
  }
  await desk.take(...matches(50))
  const sender = start([hanging], { leaseMs: MINUTE_MS })
  sender.nudge()
  await expect.poll(() => calls, SLOW).toBe(32)
  const stopped = sender.stop()
  released.resolve({ outcome: 'sent', providerId: 'p' })
  await stopped
  expect(calls).toBe(32)
  const request = { channel: 'onesignal', max: 500, leaseMs: MINUTE_MS, nowMs: Date.now() }
  expect(await desk.deliveries.lease(request)).toHaveLength(68)
  expect((await desk.states()).filter((state) => state === 'sent')).toHaveLength(32)
})

test('no call starts after half of a lease; what is left is leased again', async () => {
  const goOn = holdTime()
  let leasedAtMs = 0
  const agesMs: number[] = []
  const slow: Pusher = {
    channel: 'onesignal',
    send() {
      agesMs.push(performance.now() - leasedAtMs)
      goOn(1_000)
      return Promise.resolve({ outcome: 'sent', providerId: 'p' })
    },
  }
  await desk.take(...matches(45))
  const sender = start([slow], {
    leaseMs: 60_500,
    deliveries: {
      lease(request) {
        leasedAtMs = performance.now()
        return desk.deliveries.lease(request)
      },
    },
  })
  await expect
    .poll(() => {
      sender.nudge()
      return pending()
    }, SLOW)
    .toBe(0)
  expect(agesMs).toHaveLength(90)
  expect(Math.round(Math.max(...agesMs))).toBe(30_000)
})

test('twenty kills of a process between lease and answer cost no try', async () => {
  const goOn = holdTime()
  await desk.take(...matches(1))
  for (let kill = 0; kill < 20; kill += 1) {
    const request = { channel: 'onesignal', max: 9, leaseMs: MINUTE_MS, nowMs: Date.now() }
    expect(await desk.deliveries.lease(request)).toHaveLength(2)
    goOn(MINUTE_MS)
  }
  start().nudge()
  await expect.poll(desk.shown, SLOW).toEqual([ANNAS, BENS])
})

test('of two concurrent deliveries of one pair and side the second does not ring', async () => {
  const notice = aNotice()
  await desk.take(notice, { ...notice, match: { ...notice.match, id: newId() } })
  start().nudge()
  await expect.poll(desk.states, SLOW).toEqual(['rate_limited', 'rate_limited', 'sent', 'sent'])
  expect(desk.shown()).toEqual([ANNAS, BENS])
})

describe('a delivery that throws', () => {
  /** OneSignal, but calls throw while there are errors left. */
  function throwing(errors: Error[]): Pusher[] {
    const [good] = desk.channels.map(({ pusher }) => pusher)
    if (good === undefined) throw new Error('no channel')
    const send = (message: PushMessage) => {
      const error = errors.pop()
      return error === undefined ? good.send(message) : Promise.reject(error)
    }
    return [{ ...good, send }]
  }

  test('is postponed and counted as a try, and the sender continues', async () => {
    const goOn = holdTime()
    const errors = Array.from({ length: 2 }, () => new TypeError('a fault of ours'))
    await desk.take(aNotice())
    const sender = start(throwing(errors))
    sender.nudge()
    await expect.poll(tries, SLOW).toEqual([1, 1])
    goOn(10_000)
    sender.nudge()
    await expect.poll(desk.shown, SLOW).toEqual([ANNAS, BENS])
    await expect.poll(tries).toEqual([2, 2])
  })

  test('because the store is unavailable costs no try, and is sent after its lease', async () => {
    const goOn = holdTime()
    const errors = Array.from({ length: 2 }, () => new UnavailableError('the store is away'))
    await desk.take(aNotice())
    const sender = start(throwing(errors))
    sender.nudge()
    await expect.poll(() => errors.length, SLOW).toBe(0)
    goOn(2_000)
    sender.nudge()
    await expect.poll(desk.shown, SLOW).toEqual([ANNAS, BENS])
    await expect.poll(tries).toEqual([1, 1])
  })

  test('every time expires after ten tries', async () => {
    const goOn = holdTime()
    const errors = Array.from({ length: 20 }, () => new TypeError('a fault of ours'))
    await desk.take(aNotice())
    const sender = start(throwing(errors))
    for (let count = 1; count <= 10; count += 1) {
      sender.nudge()
      await expect.poll(tries, SLOW).toEqual([count, count])
      goOn(2 * MINUTE_MS)
    }
    sender.nudge()
    await expect.poll(desk.states, SLOW).toEqual(['expired', 'expired'])
  })
})

test('a nudge at any moment around the last check causes another check', async () => {
  for (let moment = 0; moment < 20; moment += 1) {
    let looks = 0
    let isNudged = false
    let hasLookedAgain = false
    const sender = start([openPigeons()], {
      deliveries: {
        lease() {
          looks += 1
          if (isNudged) hasLookedAgain = true
          if (looks === 1) void nudgeAfter(moment)
          return Promise.resolve([])
        },
      },
    })
    const nudgeAfter = async (turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      isNudged = true
      sender.nudge()
    }
    sender.nudge()
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve()
    expect(hasLookedAgain).toBe(true)
    await sender.stop()
  }
})
