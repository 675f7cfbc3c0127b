import { describe, expect, test } from 'vitest'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openRunStore } from '#lib/store/open.ts'
import type { RunEnd } from '#lib/store/runs.ts'

const STALE_MS = 1_000

/** The promises of `RunStore`. */
export function describeRunStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openRunStore, await freshUrl())
  const first = { id: 'run-1', importer: 'events', startedAt: 5_000 }
  const done: RunEnd = {
    state: 'done',
    endedAt: 5_500,
    created: 3,
    refreshed: 2,
    removed: 1,
    refused: 4,
    reason: undefined,
  }
  const nothingDone = { created: 0, refreshed: 0, removed: 0, refused: 0 }

  describe(`${name} run store`, () => {
    test('begin() begins a run', async () => {
      const store = await open()
      const run = { ...first, state: 'running', ...nothingDone }
      expect(await store.begin(first, STALE_MS)).toEqual(run)
      expect(await store.find('run-1')).toEqual(run)
      expect(await store.find('run-2')).toBeUndefined()
    })

    test('begin() gives the running one until that is stale', async () => {
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

    test('begin() by many at once begins one run', async () => {
      const store = await open()
      const ids = ['a', 'b', 'c', 'd', 'e']
      const runs = await Promise.all(ids.map((id) => store.begin({ ...first, id }, STALE_MS)))
      expect(new Set(runs.map(({ id }) => id)).size).toBe(1)
      expect(await store.list('events', 10)).toHaveLength(1)
    })

    test('finish() tells how it ended', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      await store.finish('run-1', done)
      expect(await store.find('run-1')).toEqual({ ...first, ...done })
      await store.begin({ ...first, id: 'run-2' }, STALE_MS)
      const failed: RunEnd = { ...nothingDone, state: 'failed', endedAt: 5_600, reason: 'no answer' }
      await store.finish('run-2', failed)
      expect(await store.find('run-2')).toEqual({ ...first, id: 'run-2', ...failed })
    })

    test('finish() does not revive a run that was given up', async () => {
      const store = await open()
      await store.begin(first, STALE_MS)
      await store.begin({ ...first, id: 'run-2', startedAt: 9_000 }, STALE_MS)
      await store.finish('run-1', done)
      expect((await store.find('run-1'))?.state).toBe('failed')
    })

    test('list() gives runs of an importer, newest first', async () => {
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
