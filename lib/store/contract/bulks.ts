import { describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import type { BulkPlan, BulkState, HeldBulk } from '#lib/store/bulks.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openBulkStore, openSubjectStore } from '#lib/store/open.ts'
import type { HistoryEntry } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const NOW = 1_760_000_000_000
const LEASE = { nowMs: NOW, leaseMs: 60_000 }
const OWNER = 'importer:a'
const DONE = { isDone: true, dueAt: 0, events: [] }
const NOTHING = { created: 0, refreshed: 0, unchanged: 0, removed: 0, refused: 0, unnamed: 0 }
const ENTRY: HistoryEntry = { at: NOW, by: { role: 'service', name: 'offers' }, action: 'create', fields: [] }

/** What to write: each subject with its line. */
type Lines = Readonly<Record<number, Subject>>

/** A plan that creates what is not stored, and refreshes what has another version. */
function planOf(lines: Lines) {
  return ({ stored }: BulkState): BulkPlan => {
    const items = Object.entries(lines).map(([line, subject]) => {
      const before = stored.get(subject.id)?.subject
      return { line: Number(line), subject, entry: ENTRY, before }
    })
    const created = items.filter(({ before }) => before === undefined)
    const refreshed = items.filter(({ before, subject }) => before && before.version !== subject.version)
    const unchanged = items
      .filter(({ before, subject }) => before?.version === subject.version)
      .map(({ line, subject: { id } }) => ({ id, line }))
    const counts = { created: created.length, refreshed: refreshed.length, unchanged: unchanged.length }
    const progress = { ...NOTHING, ...counts, lines: items.length, unnamed: 1 }
    return { created, refreshed, unchanged, progress }
  }
}

/** The contract suite of `BulkStore`. */
export function describeBulkStore(name: string, freshUrl: FreshUrl): void {
  async function openBoth() {
    const url = await freshUrl()
    const bulks = await openForTest(openBulkStore, url)
    const subjects = await openForTest(openSubjectStore, url)
    return { bulks, subjects }
  }

  async function begin(bulks: Awaited<ReturnType<typeof openBoth>>['bulks'], run: string): Promise<HeldBulk> {
    const { outcome, bulk } = await bulks.begin({ owner: OWNER, run, by: 'a test', ...LEASE })
    expect(outcome).toBe('begun')
    return bulk
  }

  const write = async (
    bulks: Awaited<ReturnType<typeof openBoth>>['bulks'],
    held: HeldBulk,
    lines: Lines,
    limit?: { readonly max: number; readonly nowMs: number },
  ) => {
    const ids = Object.values(lines).map(({ id }) => id)
    return bulks.write(held, { ids, ...LEASE, limit }, planOf(lines))
  }

  describeOutbox(`${name} bulk store`, async () => {
    const { bulks } = await openBoth()
    return {
      outbox: bulks,
      async change() {
        const event = anOutgoingEvent()
        const { bulk } = await bulks.begin({ owner: event.id, run: 'r', by: 'a test', ...LEASE })
        await bulks.leave(bulk, { ...DONE, events: [event] })
        return event
      },
    }
  })

  describe(`${name} bulk store`, () => {
    test('begin() lets one process hold the bulk of an owner, until it leaves or its lease ends', async () => {
      const { bulks } = await openBoth()
      const wanted = { owner: OWNER, run: 'r1', by: 'one', ...LEASE }
      const begun = await bulks.begin(wanted)
      const stored = {
        owner: OWNER,
        run: 'r1',
        by: 'one',
        startedAt: NOW,
        heldUntil: NOW + 60_000,
        ...NOTHING,
      }
      expect(begun).toEqual({
        outcome: 'begun',
        bulk: { ...stored, dueAt: NOW + 60_000, number: 1, fence: 1, isDone: false, lines: 0 },
      })
      expect(await bulks.find(OWNER)).toEqual(begun.bulk)
      expect(await bulks.begin({ ...wanted, run: 'r2', by: 'two' })).toEqual({ ...begun, outcome: 'held' })
      expect((await bulks.begin({ ...wanted, owner: 'importer:b' })).outcome).toBe('begun')
      // Whoever names the run goes on with it at once.
      expect(await bulks.begin({ ...wanted, by: 'two' })).toMatchObject({
        outcome: 'begun',
        bulk: { fence: 2, number: 1 },
      })
      expect(await bulks.leave(begun.bulk, DONE)).toBe(false)
      expect(await bulks.leave({ ...begun.bulk, fence: 2 }, DONE)).toBe(true)
      expect((await bulks.begin(wanted)).outcome).toBe('done')
      expect(await bulks.begin({ ...wanted, run: 'r2' })).toMatchObject({ bulk: { fence: 3, number: 2 } })
      expect((await bulks.begin({ ...wanted, run: 'r3', nowMs: NOW + 59_999 })).outcome).toBe('held')
      // Also by the clock of a host that is a lease behind.
      expect((await bulks.begin({ ...wanted, run: 'r3', nowMs: NOW - 60_000 })).outcome).toBe('held')
      expect(await bulks.begin({ ...wanted, run: 'r3', nowMs: NOW + 60_000 })).toMatchObject({
        outcome: 'begun',
        bulk: { fence: 4, number: 3 },
      })
    })

    test('of processes that begin at the same time, one holds the bulk', async () => {
      const { bulks } = await openBoth()
      const runs = ['a', 'b', 'c', 'd']
      const all = await Promise.all(
        runs.map((run) => bulks.begin({ owner: OWNER, run, by: 'a test', ...LEASE })),
      )
      expect(all.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1)
    })

    test('write() stores offers with all they are found by, their history, marks and the progress', async () => {
      const { bulks, subjects } = await openBoth()
      const held = await begin(bulks, 'r1')
      const [one, two] = [anOffer({ id: '0-1', owner: OWNER }), anOffer({ id: '0-2', owner: OWNER })]
      expect(await write(bulks, held, { 1: one, 2: two })).toMatchObject({ progress: { created: 2 } })
      expect(await subjects.find('0-1')).toEqual(one)
      expect(await subjects.history('0-1')).toEqual([ENTRY])
      const found = async (query: object) =>
        (await subjects.list({ ...query, limit: 9 })).items.map(({ id }) => id)
      for (const query of [
        { keywords: ['bike'] },
        { terms: [['light']] },
        { owner: OWNER },
        { near: { centre: one.at, radiusMeters: 10 } },
      ]) {
        expect(await found(query)).toEqual(['0-2', '0-1'])
      }
      const edited = { ...one, title: 'Other', keywords: ['car'], version: 2 }
      expect(await write(bulks, held, { 3: edited, 4: two })).toMatchObject({
        refreshed: [{ line: 3 }],
        unchanged: [{ line: 4 }],
      })
      expect(await subjects.find('0-1')).toEqual(edited)
      expect(await subjects.history('0-1')).toHaveLength(2)
      expect(await found({ keywords: ['car'] })).toEqual(['0-1'])
      expect(await bulks.find(OWNER)).toMatchObject({ lines: 2, refreshed: 1, unchanged: 1, unnamed: 1 })
    })

    test('a plan sees what is stored, and which line named it; an edit of the owner keeps the mark', async () => {
      const { bulks, subjects } = await openBoth()
      const held = await begin(bulks, 'r1')
      const [own, search] = [anOffer({ id: '0-1', owner: OWNER }), aSearch({ id: 's' })]
      await subjects.create(search, [])
      await write(bulks, held, { 7: own })
      await subjects.update({ ...own, title: 'Edited', version: 2 }, 1, [])
      const seen = await bulks.write(held, { ids: ['0-1', 's', '0-9'], ...LEASE }, ({ stored }) => ({
        stored: new Map(stored),
        created: [],
        refreshed: [],
        unchanged: [],
        progress: { ...NOTHING, lines: 7 },
      }))
      expect(seen?.stored).toEqual(
        new Map([
          ['0-1', { subject: { ...own, title: 'Edited', version: 2 }, mark: { number: 1, line: 7 } }],
          ['s', { subject: search, mark: undefined }],
        ]),
      )
    })

    test('remove() removes what earlier runs named and this one did not, and nothing else', async () => {
      const { bulks, subjects } = await openBoth()
      const [a, b, c] = ['0-a', '0-b', '0-c'].map((id) => anOffer({ id, owner: OWNER }))
      const others = [anOffer({ owner: OWNER }), anOffer(), aSearch({ owner: OWNER })]
      for (const other of others) await subjects.create(other, [])
      if (a === undefined || b === undefined || c === undefined) throw new Error('no offers')
      const first = await begin(bulks, 'r1')
      await write(bulks, first, { 1: a, 2: b, 3: c })
      await bulks.leave(first, DONE)
      const second = await begin(bulks, 'r2')
      await write(bulks, second, { 1: b })
      expect(await bulks.remove(second, 'vanished', { max: 1, ...LEASE })).toBe(1)
      expect(await bulks.remove(second, 'vanished', { max: 9, ...LEASE })).toBe(1)
      expect(await bulks.remove(second, 'vanished', { max: 9, ...LEASE })).toBe(0)
      expect(await bulks.find(OWNER)).toMatchObject({ removed: 2 })
      const left = async () => (await subjects.list({ limit: 9 })).items.map(({ id }) => id).toSorted()
      expect(await left()).toEqual([b.id, ...others.map(({ id }) => id)].toSorted())
      expect(await subjects.history('0-a')).toEqual([])
      expect(await bulks.remove(second, 'all', { max: 9, ...LEASE })).toBe(2)
      expect(await left()).toEqual(
        others
          .slice(1)
          .map(({ id }) => id)
          .toSorted(),
      )
    })

    test('a removed offer whose event is not sent yet can be written again, and its event is sent', async () => {
      const { bulks, subjects } = await openBoth()
      const held = await begin(bulks, 'r1')
      const offer = anOffer({ id: '0-1', owner: OWNER })
      const event = anOutgoingEvent()
      await write(bulks, held, { 1: offer })
      await subjects.update({ ...offer, version: 2 }, 1, [event])
      expect(await bulks.remove(held, 'all', { max: 9, ...LEASE })).toBe(1)
      expect(await subjects.find('0-1')).toBeUndefined()
      await write(bulks, held, { 2: offer })
      expect(await subjects.find('0-1')).toEqual(offer)
      expect(await subjects.leaseUnsent(9, 1_000, NOW)).toEqual([event])
    })

    test('whoever does not hold the bulk any more writes and removes nothing', async () => {
      const { bulks, subjects } = await openBoth()
      const held = await begin(bulks, 'r1')
      await write(bulks, held, { 1: anOffer({ id: '0-1', owner: OWNER }) })
      const late = { owner: OWNER, run: 'r1', by: 'another', nowMs: NOW + 60_000, leaseMs: 60_000 }
      await bulks.begin(late)
      expect(await write(bulks, held, { 2: anOffer({ id: '0-2', owner: OWNER }) })).toBeUndefined()
      expect(await bulks.remove(held, 'all', { max: 9, ...LEASE })).toBeUndefined()
      expect(await bulks.leave(held, { ...DONE, events: [anOutgoingEvent()] })).toBe(false)
      expect(await bulks.leaseUnsent(9, 1_000, NOW)).toEqual([])
      expect((await subjects.list({ limit: 9 })).items.map(({ id }) => id)).toEqual(['0-1'])
      await bulks.forget(OWNER)
      expect(await bulks.find(OWNER)).toBeUndefined()
      expect(await write(bulks, { ...held, fence: 2 }, {})).toBeUndefined()
    })

    test('with a limit, a plan knows how many others of the owner are active, and how many bulks have named', async () => {
      const { bulks, subjects } = await openBoth()
      for (const over of [{}, { id: '0-1' }, { active: false }, { validUntil: NOW }, { owner: 'ben' }])
        await subjects.create(anOffer({ owner: OWNER, ...over }), [])
      const held = await begin(bulks, 'r1')
      await write(bulks, held, { 1: anOffer({ id: '0-9', owner: OWNER, active: false }) })
      const count = async (limit?: { readonly max: number; readonly nowMs: number }) =>
        bulks.write(held, { ids: ['0-1'], ...LEASE, limit }, ({ activeElsewhere, marked }) => ({
          counted: [activeElsewhere, marked],
          created: [],
          refreshed: [],
          unchanged: [],
          progress: { ...NOTHING, lines: 0 },
        }))
      expect((await count({ max: 9, nowMs: NOW }))?.counted).toEqual([1, 1])
      expect((await count())?.counted).toEqual([0, 0])
    })

    test('due() finds bulks whose process died, and those that wait for somebody to go on with them', async () => {
      const { bulks } = await openBoth()
      const held = await begin(bulks, 'r1')
      expect(await bulks.due(NOW + 59_999, 9)).toEqual([])
      expect(await bulks.due(NOW + 60_000, 9)).toMatchObject([{ owner: OWNER, run: 'r1' }])
      await bulks.leave(held, { isDone: false, dueAt: NOW + 5, events: [] })
      expect(await bulks.due(NOW + 4, 9)).toEqual([])
      expect(await bulks.due(NOW + 5, 9)).toMatchObject([{ owner: OWNER, heldUntil: 0 }])
      const again = await bulks.begin({ owner: OWNER, run: 'r1', by: 'another', ...LEASE })
      expect(again).toMatchObject({ outcome: 'begun', bulk: { number: 1, fence: 2 } })
      expect(await bulks.due(NOW + 5, 9)).toEqual([])
      await bulks.leave(again.bulk, DONE)
      expect(await bulks.due(NOW + 900_000, 9)).toEqual([])
    })

    test('who tells of a bulk that is due leaves it alone when somebody wrote meanwhile', async () => {
      const { bulks } = await openBoth()
      const held = await begin(bulks, 'r1')
      const ifDueAt = NOW + 60_000
      await bulks.write(held, { ids: [], nowMs: NOW + 30_000, leaseMs: 60_000 }, planOf({}))
      const told = { isDone: false, dueAt: 0, events: [anOutgoingEvent()] }
      expect(await bulks.leave(held, { ...told, ifDueAt })).toBe(false)
      expect(await bulks.find(OWNER)).toMatchObject({ heldUntil: NOW + 90_000 })
      expect(await bulks.leaseUnsent(9, 1_000, NOW)).toEqual([])
      expect(await bulks.leave(held, { ...told, ifDueAt: NOW + 90_000 })).toBe(true)
    })
  })
}
