import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openSubjectStore, type Opened } from '#lib/store/open.ts'
import { HISTORY_MAX, type HistoryEntry, type OwnerTotal, type SubjectStore } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** The contract suite of the history of subjects, and of the totals of their owners. */
export function describeSubjectHistory(name: string, freshUrl: FreshUrl): void {
  let store: Opened<SubjectStore>

  beforeAll(async () => {
    store = await openSubjectStore(await freshUrl())
  })

  afterAll(async () => {
    await store.close()
  })

  describe(`${name} history of a subject`, () => {
    test('has an entry of each write that tells one, newest first, and none of a write that is refused', async () => {
      const subject = aSearch()
      await store.create(subject, [], { entry: entryAt(1) })
      await store.create({ ...subject, title: 'Again' }, [], { entry: entryAt(2) })
      await store.update({ ...subject, title: 'Late', version: 3 }, 2, [], { entry: entryAt(3) })
      await store.update({ ...subject, title: 'Edited', version: 2 }, 1, [], { entry: entryAt(4) })
      const limit = { max: 0, nowMs: 5 }
      const full = aSearch()
      expect(await store.create(full, [], { limit, entry: entryAt(5) })).toBe('full')
      expect(await store.history(subject.id)).toEqual([entryAt(4), entryAt(1)])
      expect(await store.history(full.id)).toEqual([])
      expect(await store.find(subject.id)).toEqual({ ...subject, title: 'Edited', version: 2 })
    })

    test('stays when a write tells no entry, and goes with the subject', async () => {
      const subject = aSearch()
      await store.create(subject, [anOutgoingEvent()], { entry: entryAt(1) })
      await store.update({ ...subject, version: 2 }, 1, [anOutgoingEvent()])
      expect(await store.history(subject.id)).toEqual([entryAt(1)])
      await store.remove(subject.id, 2, [])
      expect(await store.history(subject.id)).toEqual([])
      await store.create(subject, [])
      expect(await store.history(subject.id)).toEqual([])
    })

    test('keeps the last entries', async () => {
      const subject = aSearch()
      await store.create(subject, [], { entry: entryAt(1) })
      for (let version = 1; version <= HISTORY_MAX; version += 1) {
        const entry = entryAt(version + 1)
        await store.update({ ...subject, version: version + 1 }, version, [], { entry })
      }
      const times = (await store.history(subject.id)).map(({ at }) => at)
      expect(times).toEqual(Array.from({ length: HISTORY_MAX }, (_, place) => HISTORY_MAX + 1 - place))
    })
  })

  test(`${name} subject store: totals() counts the subjects of each owner of a kind, in pages`, async () => {
    const owned = {
      'total-a': [anOffer(), anOffer({ active: false }), aSearch()],
      'total-b': [aSearch()],
      'total-c': [anOffer(), anOffer(), anOffer(), anOffer({ validUntil: 1 })],
      'total-d': [anOffer({ active: false })],
      'total-e': [anOffer({ hidden: true })],
    }
    for (const [owner, subjects] of Object.entries(owned))
      for (const subject of subjects) await store.create({ ...subject, owner }, [])
    const expected = (kind: SubjectKind): OwnerTotal[] =>
      Object.entries(owned).flatMap(([owner, subjects]) => {
        const all = subjects.filter((subject) => subject.kind === kind)
        return all.length === 0
          ? []
          : [{ owner, active: all.filter(({ active }) => active).length, all: all.length }]
      })
    for (const limit of [1, 2, 3, 9]) {
      expect(await allTotals(store, 'offer', limit)).toEqual(expected('offer'))
      expect(await allTotals(store, 'search', limit)).toEqual(expected('search'))
    }
  })
}

/** The totals of the owners of this test. */
async function allTotals(store: SubjectStore, kind: SubjectKind, limit: number): Promise<OwnerTotal[]> {
  const found: OwnerTotal[] = []
  let cursor: string | undefined = 'total'
  do {
    const page = await store.totals(kind, { cursor, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

function entryAt(at: number): HistoryEntry {
  return { at, by: { role: 'person', name: 'anna' }, action: 'update', fields: ['title', '$set'] }
}
