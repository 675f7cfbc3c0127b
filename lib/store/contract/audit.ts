import { describe, expect, test } from 'vitest'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import type { Act } from '#lib/store/audit.ts'
import { openAuditStore } from '#lib/store/open.ts'

const NOW = 1_760_000_000_000

/** An act that began this number of milliseconds after NOW. */
const anAct = (afterMs: number, over: Partial<Act> = {}): Act => ({
  id: firstIdAt(NOW + afterMs),
  person: 'olga',
  role: 'admin',
  station: 'accounts',
  method: 'DELETE',
  route: '/accounts/people/:person',
  params: { person: 'ada' },
  requestId: `request-${afterMs}`,
  ip: '198.51.100.0',
  ...over,
})

/** The contract suite of `AuditStore`. */
export function describeAuditStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openAuditStore, await freshUrl())

  describe(`${name} audit store`, () => {
    test('begin() keeps an act, and finish() adds how it ended', async () => {
      const store = await open()
      const act = anAct(0)
      await store.begin(act)
      expect(await store.list({ limit: 9 })).toEqual([act])
      await store.finish(act.id, 204)
      expect(await store.list({ limit: 9 })).toEqual([{ ...act, status: 204 }])
    })

    test('begin() stores all values unchanged, also special characters and missing values', async () => {
      const store = await open()
      const act = anAct(0, { ip: undefined, params: { device: `$where '"\\ \u{1F511}`, id: '' } })
      await store.begin(act)
      await store.begin(anAct(1, { params: {} }))
      expect(await store.list({ limit: 9 })).toMatchObject([{ params: {} }, { params: act.params }])
      expect((await store.list({ limit: 9 })).at(-1)?.ip).toBeUndefined()
    })

    test('begin() rejects a known id and does not change the stored act', async () => {
      const store = await open()
      await store.begin(anAct(0))
      await expect(store.begin(anAct(0, { person: 'eve' }))).rejects.toThrow()
      expect(await store.list({ limit: 9 })).toEqual([anAct(0)])
    })

    test('finish() has an effect once, and none for an unknown act', async () => {
      const store = await open()
      await store.begin(anAct(0))
      await store.finish(anAct(0).id, 403)
      await store.finish(anAct(0).id, 200)
      await store.finish(anAct(1).id, 200)
      expect(await store.list({ limit: 9 })).toEqual([anAct(0, { status: 403 })])
    })

    test('finish() keeps what an act changed, whatever its names and values are', async () => {
      const store = await open()
      const change = {
        owner: 'anna',
        before: { title: 'Bike', '$where.a': { '': [null, 1.5, "'"] } },
        after: { title: 'Red \u{1F6B2}' },
        leftOut: ['ext'],
      }
      for (const afterMs of [0, 1]) await store.begin(anAct(afterMs))
      await store.finish(anAct(0).id, 200, change)
      await store.finish(anAct(1).id, 404)
      await store.finish(anAct(1).id, 200, change)
      expect(await store.list({ limit: 9 })).toEqual([
        anAct(1, { status: 404 }),
        anAct(0, { status: 200, change }),
      ])
    })

    test('dropChangesOf() drops what acts changed in the data of one person; the acts stay', async () => {
      const store = await open()
      const changes = ['anna', 'ben', 'anna'].map((owner) => ({ owner, before: {}, after: { a: 1 } }))
      for (const [afterMs, change] of changes.entries()) {
        await store.begin(anAct(afterMs))
        await store.finish(anAct(afterMs).id, 200, change)
      }
      await store.begin(anAct(3))
      await store.dropChangesOf('anna')
      await store.dropChangesOf('nobody')
      expect(await store.list({ limit: 9 })).toEqual([
        anAct(3),
        anAct(2, { status: 200 }),
        anAct(1, { status: 200, change: changes[1] }),
        anAct(0, { status: 200 }),
      ])
    })

    test('list() gives the newest first, page by page, also of acts that began in one millisecond', async () => {
      const store = await open()
      const ids = [firstIdAt(NOW), firstIdAt(NOW).replace(/0$/u, '1'), firstIdAt(NOW + 1), firstIdAt(NOW + 2)]
      for (const id of ids.toReversed()) await store.begin(anAct(0, { id }))
      const first = await store.list({ limit: 3 })
      expect(first.map(({ id }) => id)).toEqual([ids[3], ids[2], ids[1]])
      const second = await store.list({ limit: 3, before: first.at(-1)?.id })
      expect(second.map(({ id }) => id)).toEqual([ids[0]])
    })

    test('list() filters by person, station and time, and by all of them together', async () => {
      const store = await open()
      const acts = [
        anAct(0),
        anAct(1, { station: 'storage' }),
        anAct(2, { person: 'otto', station: 'storage' }),
        anAct(3, { person: 'otto', role: 'operate' }),
        anAct(4, { station: 'storage' }),
      ]
      for (const act of acts) await store.begin(act)
      const listed = async (query: Parameters<typeof store.list>[0]) =>
        (await store.list(query)).map((act) => acts.findIndex(({ id }) => id === act.id))
      expect(await listed({ limit: 9, person: 'olga' })).toEqual([4, 1, 0])
      expect(await listed({ limit: 9, station: 'storage' })).toEqual([4, 2, 1])
      expect(await listed({ limit: 9, since: NOW + 2 })).toEqual([4, 3, 2])
      expect(await listed({ limit: 9, person: 'olga', station: 'storage', since: NOW + 2 })).toEqual([4])
      expect(await listed({ limit: 9, person: 'olga', station: 'storage', before: acts[4]?.id })).toEqual([1])
      expect(await listed({ limit: 9, person: 'nobody' })).toEqual([])
    })

    test('forget() deletes the acts that began before a time, and returns their number', async () => {
      const store = await open()
      for (const afterMs of [0, 1, 2]) await store.begin(anAct(afterMs))
      expect(await store.forget(NOW)).toBe(0)
      expect(await store.forget(NOW + 2)).toBe(2)
      expect(await store.list({ limit: 9 })).toEqual([anAct(2)])
    })
  })
}
