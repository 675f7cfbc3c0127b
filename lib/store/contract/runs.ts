import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openRunStore } from '#lib/store/open.ts'
import type { RunEnd } from '#lib/store/runs.ts'

const STALE_MS = 1_000

/** The contract suite of `RunStore`. */
export function describeRunStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openRunStore, await freshUrl())
  const first = { id: 'run-1', importer: 'events', startedAt: 5_000 }
  const nothingDone = { created: 0, refreshed: 0, removed: 0, refused: 0 }
  const nothingRefused = { reasons: {}, refusals: [] }
  const done: RunEnd = {
    state: 'done',
    endedAt: 5_500,
    created: 3,
    refreshed: 2,
    removed: 1,
    refused: 4,
    items: 9,
    unnamed: 1,
    fingerprint: 'abc',
    reasons: { '"title" must not be empty': 3, 'a $reason. with.dots': 1 },
    refusals: [{ key: 'a', reason: '"title" must not be empty' }, { reason: 'a $reason. with.dots' }],
  }

  describe(`${name} run store`, () => {
    test('begin() begins a run', async () => {
      const store = await open()
      const run = { ...first, state: 'running', fence: 1, beatAt: 5_000, ...nothingDone, reasons: {} }
      expect(await store.begin(first, STALE_MS)).toEqual(run)
      expect(await store.find('run-1')).toEqual(run)
      expect(await store.find('run-2')).toBeUndefined()
    })

    test('begin() returns the running run until it is stale', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      expect((await store.begin({ ...first, id: 'run-2', startedAt: 5_999 }, STALE_MS)).id).toBe('run-1')
      expect((await store.begin({ ...first, id: 'run-3', startedAt: 6_000 }, STALE_MS)).id).toBe('run-3')
      expect(await store.find('run-2')).toBeUndefined()
      expect(await store.find('run-1')).toMatchObject({
        state: 'failed',
        endedAt: 6_000,
        reason: expect.any(String),
      })
    })

    test('begin() does not wait for other importers, nor for runs that ended', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      expect((await store.begin({ ...first, id: 'run-2', importer: 'shops' }, STALE_MS)).id).toBe('run-2')
      await store.finish('run-1', done)
      expect((await store.begin({ ...first, id: 'run-3' }, STALE_MS)).id).toBe('run-3')
    })

    test('concurrent begin() calls begin one run', async () => {
      const store = await open()
      const ids = ['a', 'b', 'c', 'd', 'e']
      const runs = await Promise.all(ids.map((id) => store.begin({ ...first, id }, STALE_MS)))
      expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
      expect(await store.list('events', 10)).toHaveLength(1)
    })

    test('begin() gives each run of an importer a higher fence than all before', async () => {
      const store = await open()
      const fences: number[] = []
      for (const id of ['a', 'b', 'c']) {
        fences.push((await store.begin({ ...first, id }, STALE_MS)).fence)
        await store.finish(id, done)
      }
      expect(fences).toEqual([1, 2, 3])
      expect((await store.begin({ ...first, id: 'd', importer: 'shops' }, STALE_MS)).fence).toBe(1)
    })

    test('beat() keeps a run from becoming stale, and stores its progress', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      const counts = { created: 7, refreshed: 6, removed: 5, refused: 4 }
      expect(await store.beat('run-1', 6_500, counts)).toBe(true)
      expect(await store.find('run-1')).toMatchObject({ state: 'running', beatAt: 6_500, ...counts })
      expect((await store.begin({ ...first, id: 'run-2', startedAt: 7_499 }, STALE_MS)).id).toBe('run-1')
      expect((await store.begin({ ...first, id: 'run-3', startedAt: 7_500 }, STALE_MS)).id).toBe('run-3')
      expect(await store.beat('run-1', 7_501, counts)).toBe(false)
      expect(await store.beat('unknown', 7_501, counts)).toBe(false)
      expect(await store.find('run-1')).toMatchObject({ state: 'failed', beatAt: 6_500 })
    })

    test('begin() ends a run whose last heartbeat is far in the future, because the clock was set back', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      await store.beat('run-1', 9_000_000, nothingDone)
      expect((await store.begin({ ...first, id: 'run-2', startedAt: 6_000 }, STALE_MS)).id).toBe('run-2')
    })

    test('cancel() asks a run to end; it stays running until it ends itself', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      expect(await store.cancel('run-1', 5_200)).toBe(true)
      expect(await store.find('run-1')).toMatchObject({ state: 'running', cancelledAt: 5_200 })
      expect((await store.begin({ ...first, id: 'run-2' }, STALE_MS)).id).toBe('run-1')
      await store.finish('run-1', { ...nothingDone, ...nothingRefused, state: 'cancelled', endedAt: 5_300 })
      expect(await store.cancel('run-1', 5_400)).toBe(false)
      expect(await store.cancel('unknown', 5_400)).toBe(false)
      expect(await store.find('run-1')).toMatchObject({ state: 'cancelled', cancelledAt: 5_200 })
    })

    test('finish() stores the result and the refused items', async () => {
      const store = await open()
      const begun = { fence: 1, beatAt: 5_000 }
      await store.begin(first, STALE_MS)
      expect(await store.refusals('run-1')).toEqual([])
      await store.finish('run-1', done)
      const { refusals, ...shown } = done
      expect(await store.find('run-1')).toEqual({ ...first, ...begun, ...shown })
      expect(await store.refusals('run-1')).toEqual(refusals)
      expect(await store.refusals('unknown')).toEqual([])
      await store.begin({ ...first, id: 'run-2' }, STALE_MS)
      const failed: RunEnd = {
        ...nothingDone,
        ...nothingRefused,
        state: 'failed',
        endedAt: 5_600,
        reason: 'no answer',
      }
      await store.finish('run-2', failed)
      const { refusals: none, ...shownFailed } = failed
      expect(await store.find('run-2')).toEqual({ ...first, id: 'run-2', ...begun, fence: 2, ...shownFailed })
      expect(await store.refusals('run-2')).toEqual(none)
    })

    test('approve() approves a suspect run once, and no other run', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      expect(await store.approve('run-1')).toBe(false)
      await store.finish('run-1', { ...done, state: 'suspect', reason: 'too few' })
      expect(await store.approve('run-1')).toBe(true)
      expect(await store.approve('run-1')).toBe(false)
      expect(await store.approve('unknown')).toBe(false)
      expect(await store.find('run-1')).toMatchObject({ state: 'approved', reason: 'too few' })
    })

    test('latest() returns the newest run of an importer in one of the given states', async () => {
      const store = await open()
      for (const [id, startedAt, state] of [
        ['a', 5_000, 'done'],
        ['b', 6_000, 'suspect'],
        ['c', 7_000, 'failed'],
      ] as const) {
        await store.begin({ id, importer: 'events', startedAt }, STALE_MS)
        await store.finish(id, { ...done, state })
      }
      const latest = async (...states: Parameters<typeof store.latest>[1]) =>
        (await store.latest('events', states))?.id
      expect(await latest('done')).toBe('a')
      expect(await latest('done', 'suspect')).toBe('b')
      expect(await latest('done', 'suspect', 'failed')).toBe('c')
      expect(await latest('approved')).toBeUndefined()
      expect(await store.latest('shops', ['done'])).toBeUndefined()
    })

    test('finish() does not change a run that was ended as stale', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      await store.begin({ ...first, id: 'run-2', startedAt: 9_000 }, STALE_MS)
      await store.finish('run-1', done)
      expect((await store.find('run-1'))?.state).toBe('failed')
    })

    test('list() returns the runs of an importer, newest first', async () => {
      const store = await open()
      for (const [id, startedAt] of [
        ['x', 5_000],
        ['a', 7_000],
        ['m', 6_000],
      ] as const) {
        await store.begin({ id, importer: 'events', startedAt }, STALE_MS)
        await store.finish(id, done)
      }
      await store.begin({ id: 'other', importer: 'shops', startedAt: 8_000 }, STALE_MS)
      expect((await store.list('events', 2)).map(({ id }) => id)).toEqual(['a', 'm'])
    })
  })
}
