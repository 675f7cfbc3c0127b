import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'

const NEVER_MS = 3_600_000
const LONGEST_PAUSE_MS = 5_000

/** Lets `count` turns of microtasks pass. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve()
}

interface Pass {
  readonly began: number
  readonly isFailing: boolean
  ended?: number
}

/** A loop that records its passes. Their times come from a clock that ticks with every call. */
function watchLoop(
  plan: readonly { readonly turns: number; readonly isFailing: boolean }[],
  everyMs = NEVER_MS,
) {
  let clock = 0
  let inHand = 0
  let inHandMax = 0
  const passes: Pass[] = []
  const failures: unknown[] = []
  const loop = openNudgedLoop({
    everyMs,
    async pass() {
      const { turns: count, isFailing } = plan[passes.length] ?? { turns: 0, isFailing: false }
      const entry: Pass = { began: (clock += 1), isFailing }
      passes.push(entry)
      inHand += 1
      inHandMax = Math.max(inHandMax, inHand)
      await turns(count)
      inHand -= 1
      entry.ended = clock += 1
      if (isFailing) throw new Error(`pass ${entry.began} failed`)
    },
    onFailure: (error) => failures.push(error),
  })
  return {
    loop,
    passes,
    failures,
    tick: () => (clock += 1),
    inHand: () => inHand,
    inHandMax: () => inHandMax,
    /** The first pass that began after a time. */
    passAfter: (moment: number) => passes.find(({ began }) => began > moment),
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const plans = fc.array(fc.record({ turns: fc.nat(6), isFailing: fc.boolean() }), { maxLength: 8 })
const gaps = fc.array(fc.nat(8), { minLength: 1, maxLength: 12 })

describe('nudge()', () => {
  test('at any time is followed by a pass that began after it, one pass at a time', async () => {
    await fc.assert(
      fc.asyncProperty(plans, gaps, async (plan, waits) => {
        const watched = watchLoop(plan)
        const nudges: number[] = []
        for (const wait of waits) {
          await turns(wait)
          nudges.push(watched.tick())
          watched.loop.nudge()
        }
        for (let pause = 0; pause <= plan.length; pause += 1) {
          await vi.advanceTimersByTimeAsync(LONGEST_PAUSE_MS)
          await turns(50)
        }
        await watched.loop.stop()
        for (const nudge of nudges) expect(watched.passAfter(nudge)).toBeDefined()
        expect(watched.inHandMax()).toBe(1)
        expect(watched.failures).toHaveLength(watched.passes.filter(({ isFailing }) => isFailing).length)
      }),
      { numRuns: 500 },
    )
  })

  test('in every turn around the end of a pass is followed by another pass', async () => {
    for (let moment = 0; moment < 20; moment += 1) {
      const watched = watchLoop([{ turns: 3, isFailing: false }])
      watched.loop.nudge()
      await turns(moment)
      const nudge = watched.tick()
      watched.loop.nudge()
      await turns(50)
      expect(watched.passAfter(nudge)).toBeDefined()
      await watched.loop.stop()
    }
  })

  test('many times at once causes one pass', async () => {
    const { loop, passes } = watchLoop([])
    for (let count = 0; count < 100; count += 1) loop.nudge()
    await turns(50)
    expect(passes).toHaveLength(1)
    await loop.stop()
  })

  test('while passes fail waits for a pause that doubles, up to five seconds', async () => {
    const failing = Array.from({ length: 20 }, () => ({ turns: 0, isFailing: true }))
    const { loop, passes } = watchLoop(failing)
    const count = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      loop.nudge()
      await turns(50)
      return passes.length
    }
    loop.nudge()
    expect(await count(249)).toBe(1)
    expect(await count(1)).toBe(2)
    expect(await count(499)).toBe(2)
    expect(await count(1)).toBe(3)
    await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000)
    expect(passes).toHaveLength(6)
    expect(await count(LONGEST_PAUSE_MS - 1)).toBe(6)
    expect(await count(1)).toBe(7)
    await loop.stop()
  })
})

describe('run()', () => {
  test('at any time ends like the next pass that begins after it, also during the pause after a failure', async () => {
    await fc.assert(
      fc.asyncProperty(plans, gaps, async (plan, waits) => {
        const watched = watchLoop(plan)
        const calls: { readonly at: number; readonly ended: Promise<number | string> }[] = []
        for (const wait of waits) {
          await turns(wait)
          const at = watched.tick()
          const ended = watched.loop.run().then(
            () => watched.tick(),
            (error: Error) => error.message,
          )
          calls.push({ at, ended })
        }
        await turns(500)
        for (const { at, ended } of calls) {
          const pass = watched.passAfter(at)
          if (pass?.isFailing === true) expect(await ended).toBe(`pass ${pass.began} failed`)
          else expect(await ended).toBeGreaterThan(pass?.ended ?? Infinity)
        }
        expect(watched.inHandMax()).toBe(1)
        expect(watched.failures).toEqual([])
        await watched.loop.stop()
      }),
      { numRuns: 500 },
    )
  })

  test('after stop() rejects', async () => {
    const { loop, passes } = watchLoop([])
    await loop.stop()
    await expect(loop.run()).rejects.toThrow('Cannot begin a pass: the loop was stopped')
    expect(passes).toEqual([])
  })
})

describe('stop()', () => {
  test('at any time waits for the running pass, and none begins after it', async () => {
    await fc.assert(
      fc.asyncProperty(plans, gaps, async (plan, waits) => {
        const watched = watchLoop(plan)
        const calls: Promise<unknown>[] = []
        for (const wait of waits) {
          await turns(wait)
          watched.loop.nudge()
          calls.push(watched.loop.run().catch(() => 'rejected'))
        }
        const stopped = watched.tick()
        await watched.loop.stop()
        expect(watched.inHand()).toBe(0)
        expect(watched.passAfter(stopped)).toBeUndefined()
        watched.loop.nudge()
        await vi.advanceTimersByTimeAsync(2 * NEVER_MS)
        expect(watched.passAfter(stopped)).toBeUndefined()
        // No caller is left waiting for a pass that never begins.
        await Promise.all(calls)
      }),
      { numRuns: 300 },
    )
  })

  test('aborts the signal of a long pass', async () => {
    const loop: NudgedLoop = openNudgedLoop({
      everyMs: NEVER_MS,
      pass: (stopping) =>
        new Promise((resolve) => {
          stopping.addEventListener('abort', () => resolve())
        }),
      onFailure: () => undefined,
    })
    const ended = loop.run()
    await turns(5)
    await loop.stop()
    await expect(ended).resolves.toBeUndefined()
  })
})

test('a pass begins at each interval without a nudge', async () => {
  const { loop, passes } = watchLoop([], 1_000)
  await vi.advanceTimersByTimeAsync(3_500)
  expect(passes).toHaveLength(3)
  await loop.stop()
})

test('a pass that throws before it returns a promise does not end the loop', async () => {
  let count = 0
  const loop = openNudgedLoop({
    everyMs: NEVER_MS,
    pass() {
      count += 1
      if (count === 1) throw new TypeError('bug')
      return Promise.resolve()
    },
    onFailure: () => undefined,
  })
  await expect(loop.run()).rejects.toThrow('bug')
  await expect(loop.run()).resolves.toBeUndefined()
  await loop.stop()
})
