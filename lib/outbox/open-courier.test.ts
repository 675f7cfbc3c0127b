import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { anOffer } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { openCourier, type CourierOptions } from '#lib/outbox/open-courier.ts'
import { openSubjectStore, type Opened } from '#lib/store/open.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

/** The interval of sweeps and the duration of leases. */
const SWEEP_MS = 5_000

let url: string
let store: Opened<SubjectStore>
let told: string[]

beforeEach(async () => {
  url = `sqlite:${temporaryFolder()}/store.db`
  store = await openSubjectStore(url)
  told = []
  return () => store.close()
})

/** Makes changes that add `count` events to the outbox; returns their ids. */
async function change(count = 1): Promise<string[]> {
  const events = Array.from({ length: count }, () => anOutgoingEvent())
  await store.create(anOffer(), events)
  return events.map(({ id }) => id)
}

function note(events: readonly OutgoingEvent[]): Promise<void> {
  told.push(...events.map(({ id }) => id))
  return Promise.resolve()
}

function aCourier(over: Partial<CourierOptions<OutgoingEvent>> = {}) {
  const courier = openCourier({ outbox: store, tell: note, log: quietLog, ...over })
  onTestFinished(() => courier.stop())
  return courier
}

/** Uses fake timers from here; the work of the store does not depend on them. */
function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

/** A gate at which calls wait until it is opened. */
function aDoor() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}

test('a nudge sends the events once, in order, and removes them', async () => {
  const courier = aCourier()
  const ids = [...(await change(2)), ...(await change())]
  courier.nudge()
  await expect.poll(() => told).toEqual(ids)
  await courier.flush()
  expect(told).toEqual(ids)
  expect(await store.leaseUnsent(10, 1, Date.now() + 10 * SWEEP_MS)).toEqual([])
})

test('flush() sends all events, in any number of batches', async () => {
  const ids = await change(1_203)
  await aCourier().flush()
  expect(told).toEqual(ids)
})

test('concurrent calls of flush() send each event once', async () => {
  const courier = aCourier()
  const ids = await change(3)
  await Promise.all([courier.flush(), courier.flush(), courier.flush()])
  expect(told).toEqual(ids)
})

test('couriers of several processes send each event once', async () => {
  const ids = await change(1_200)
  await Promise.all([1, 2, 3].map(() => aCourier().flush()))
  expect(told.toSorted()).toEqual(ids.toSorted())
})

test('an empty outbox causes no call', async () => {
  const tell = vi.fn(note)
  await aCourier({ tell }).flush()
  expect(tell).not.toHaveBeenCalled()
})

describe('a nudge', () => {
  test('during a batch is not lost', async () => {
    const door = aDoor()
    const courier = aCourier({ tell: (events) => door.passed.then(() => note(events)) })
    const early = await change()
    const flushed = courier.flush()
    const late = await change()
    courier.nudge()
    door.open()
    await flushed
    expect(told).toEqual([...early, ...late])
  })

  test('at the moment when a run ends is not lost', async () => {
    // Tries every moment near the end of a run: a number of turns after its last call of leaseUnsent().
    for (let turns = 0; turns < 8; turns += 1) {
      told = []
      let untold: OutgoingEvent[] = []
      let looks = 0
      const courier = aCourier({
        outbox: {
          leaseUnsent() {
            looks += 1
            const leased = untold
            untold = []
            if (looks === 1) void arrive(turns)
            return Promise.resolve(leased)
          },
          markSent: () => Promise.resolve(),
        },
      })
      const event = anOutgoingEvent()
      const arrive = async (count: number) => {
        for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
        untold.push(event)
        courier.nudge()
      }
      await courier.flush()
      await expect.poll(() => told).toEqual([event.id])
    }
  })

  test('after stop() does nothing', async () => {
    const courier = aCourier()
    await courier.stop()
    const ids = await change()
    courier.nudge()
    expect((await store.leaseUnsent(10, SWEEP_MS, Date.now())).map(({ id }) => id)).toEqual(ids)
    expect(told).toEqual([])
  })
})

describe('a failure to send', () => {
  test('makes flush() reject, and a later sweep sends the events', async () => {
    holdTime()
    let isDown = true
    const tell = (events: readonly OutgoingEvent[]) =>
      isDown ? Promise.reject(new Error('tracker is down')) : note(events)
    const courier = aCourier({ tell })
    const ids = await change(2)
    await expect(courier.flush()).rejects.toThrow('tracker is down')
    isDown = false
    await courier.flush()
    // Still leased, because the tracker may have accepted it and only the answer was lost.
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(SWEEP_MS)
    await expect.poll(() => told).toEqual(ids)
  })

  test('after a nudge is logged, not thrown', async () => {
    const lines: unknown[] = []
    const log = {
      ...quietLog,
      warn: (message: string, fields: unknown) => void lines.push([message, fields]),
    }
    const error = new Error('tracker is down')
    const courier = aCourier({ tell: () => Promise.reject(error), log })
    await change()
    courier.nudge()
    await expect.poll(() => lines).toEqual([['cannot send events of the outbox, trying again', { error }]])
  })

  test('by a bug that throws synchronously does not stop the courier', async () => {
    holdTime()
    let calls = 0
    const tell = (events: readonly OutgoingEvent[]) => {
      calls += 1
      if (calls === 1) throw new TypeError('bug')
      return note(events)
    }
    const courier = aCourier({ tell })
    const early = await change()
    await expect(courier.flush()).rejects.toThrow('bug')
    const late = await change()
    await courier.flush()
    await vi.advanceTimersByTimeAsync(SWEEP_MS)
    await expect.poll(() => told).toEqual([...late, ...early])
  })

  test('by a killed process is repaired by another courier after the lease', async () => {
    const ids = await change(3)
    const teller = spawnFixture(`${import.meta.dirname}/outbox-teller.fixture.ts`, url)
    await expect.poll(() => teller.lines(), { timeout: 10_000 }).toEqual(ids)
    await teller.kill()
    holdTime()
    const courier = aCourier()
    await courier.flush()
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(2 * SWEEP_MS)
    await expect.poll(() => told).toEqual(ids)
  })
})

test('stop() resolves when the current batch is sent, and starts no other', async () => {
  const door = aDoor()
  const begun = aDoor()
  const courier = aCourier({
    tell: async (events) => {
      begun.open()
      await door.passed
      await note(events)
    },
  })
  await change(501)
  courier.nudge()
  await begun.passed
  let isStopped = false
  const stopped = courier.stop().finally(() => {
    isStopped = true
  })
  await Promise.resolve()
  expect(isStopped).toBe(false)
  door.open()
  await stopped
  expect(told).toHaveLength(500)
})
