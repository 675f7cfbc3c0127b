import { describe, expect, test } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { describeOutbox } from '#lib/store/contract/outbox.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { listAll, type PageQuery } from '#lib/store/contract/list-all.ts'
import { openSubjectStore } from '#lib/store/open.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { keysOf } from '#lib/subjects/matching-keys.ts'
import { fieldNames, fieldSamples } from '#lib/subjects/fields-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const NOW = 1_760_000_000_000
const FILL_FIXTURE = new URL('fill-owner.fixture.ts', import.meta.url).pathname

/** The contract suite of `SubjectStore`, without the tests that need a position; see `describeSubjectIndex()`. */
export function describeSubjectStore(name: string, freshUrl: FreshUrl): void {
  const open = async () => openForTest(openSubjectStore, await freshUrl())

  describeOutbox(`${name} subject store`, async () => {
    const outbox = await open()
    return {
      outbox,
      async change() {
        const event = anOutgoingEvent()
        await outbox.create(aSearch(), [event])
        return event
      },
    }
  })

  describe(`${name} subject store`, () => {
    test('create() stores every field', async () => {
      const store = await open()
      const full = aSearch({
        wants: 'searches',
        keywords: ['Fahrräder', '#POI', '自転車'],
        language: 'de',
        device: 'd-1',
        at: undefined,
        showLocation: false,
        allowContacts: false,
        validFrom: 1,
        validUntil: 2,
        images: ['ab', 'cd'],
        trusted: true,
        stage: 'reserved',
        hidden: true,
        ext: { size: 'L', gears: [7, null, { electric: false }] },
        version: 7,
      })
      const bare = anOffer({ at: undefined, active: false, keywords: [] })
      expect(await store.create(full, [])).toBe('created')
      expect(await store.create(bare, [])).toBe('created')
      expect(await store.find(full.id)).toEqual(full)
      expect(await store.find(bare.id)).toEqual(bare)
      expect(await store.find('unknown')).toBeUndefined()
    })

    test('a polygon is kept, replaced, and removed by an edit', async () => {
      const store = await open()
      const polygon = [
        { lat: 52.5, lng: 13.3 },
        { lat: 52.5, lng: 13.500000000000002 },
        { lat: 52.6, lng: 13.4 },
      ]
      const subject = aSearch({ polygon, radiusMeters: 12_000 })
      await store.create(subject, [])
      expect(await store.find(subject.id)).toEqual(subject)
      expect((await store.list({ limit: 1 })).items).toEqual([subject])
      const turned = { ...subject, polygon: polygon.toReversed(), version: 2 }
      expect(await store.update(turned, 1, [])).toBe('updated')
      expect(await store.find(subject.id)).toEqual(turned)
      const circle = { ...subject, polygon: undefined, version: 3 }
      expect(await store.update(circle, 2, [])).toBe('updated')
      expect((await store.find(subject.id))?.polygon).toBeUndefined()
    })

    test.each(fieldNames)('the field "%s" is kept, and replaced', async (field) => {
      const store = await open()
      const other = { [field]: fieldSamples[field] }
      const [plain, full] = [aSearch(), aSearch(other)]
      for (const subject of [plain, full]) await store.create(subject, [])
      expect(await store.find(full.id)).toEqual(full)
      const swapped = [
        { ...plain, ...other, version: 2 },
        { ...full, [field]: plain[field], version: 2 },
      ]
      for (const subject of swapped) {
        expect(await store.update(subject, 1, [])).toBe('updated')
        expect(await store.find(subject.id)).toEqual(subject)
      }
    })

    test('create() with a taken id writes neither the subject nor its events', async () => {
      const store = await open()
      const subject = aSearch()
      await store.create(subject, [])
      expect(
        await store.create({ ...subject, title: 'Other', keywords: ['other'] }, [anOutgoingEvent()]),
      ).toBe('taken')
      expect(await store.find(subject.id)).toEqual(subject)
      expect((await store.list({ keywords: ['other'], limit: 9 })).items).toEqual([])
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([])
    })

    test('update() replaces the expected version, and the fields by which it is found', async () => {
      const store = await open()
      const subject = aSearch()
      const event = anOutgoingEvent()
      await store.create(subject, [])
      const moved = { lat: -33.9, lng: 151.2 }
      const edited = {
        ...subject,
        kind: 'offer',
        owner: 'new',
        keywords: ['car'],
        at: moved,
        version: 2,
      } as const
      expect(await store.update(edited, 1, [event])).toBe('updated')
      expect(await store.find(subject.id)).toEqual(edited)
      const count = async (query: PageQuery) => (await listAll(store, query)).length
      expect(await count({ keywords: ['bike'] })).toBe(0)
      expect(await count({ keywords: ['car'] })).toBe(1)
      expect(await count({ owner: subject.owner })).toBe(0)
      expect(await count({ owner: 'new', kind: 'offer' })).toBe(1)
      expect(await count({ near: { centre: BERLIN, radiusMeters: 10 } })).toBe(0)
      expect(await count({ near: { centre: moved, radiusMeters: 10 } })).toBe(1)
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([event])
    })

    test('update() of another version or of an unknown subject writes neither the subject nor its events', async () => {
      const store = await open()
      const subject = aSearch({ version: 3 })
      await store.create(subject, [])
      expect(await store.update({ ...subject, title: 'Late', version: 3 }, 2, [anOutgoingEvent()])).toBe(
        'stale',
      )
      expect(await store.update(aSearch(), 1, [anOutgoingEvent()])).toBe('stale')
      expect(await store.find(subject.id)).toEqual(subject)
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([])
    })

    test('of concurrent update() calls of one version, one succeeds', async () => {
      const store = await open()
      const subject = aSearch()
      await store.create(subject, [])
      const titles = ['a', 'b', 'c', 'd']
      const answers = await Promise.all(
        titles.map((title) => store.update({ ...subject, title, version: 2 }, 1, [anOutgoingEvent()])),
      )
      expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'updated'])
      expect((await store.find(subject.id))?.title).toBe(titles[answers.indexOf('updated')])
      expect(await store.leaseUnsent(9, 1_000, NOW)).toHaveLength(1)
    })

    test('remove() removes the expected version, from every list', async () => {
      const store = await open()
      const subject = aSearch({ version: 2 })
      const event = anOutgoingEvent()
      await store.create(subject, [])
      expect(await store.remove(subject.id, 1, [anOutgoingEvent()])).toBe(false)
      expect(await store.find(subject.id)).toEqual(subject)
      expect(await store.remove(subject.id, 2, [event])).toBe(true)
      expect(await store.remove(subject.id, 2, [anOutgoingEvent()])).toBe(false)
      expect(await store.find(subject.id)).toBeUndefined()
      const near = { centre: BERLIN, radiusMeters: 10 }
      for (const query of [{}, { keywords: ['bike'] }, { near }, { owner: subject.owner }]) {
        expect(await listAll(store, query)).toEqual([])
      }
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([event])
    })

    test('create() and update() keep to the limit of active subjects per owner; expired ones do not count', async () => {
      const store = await open()
      const limit = { max: 2, nowMs: NOW }
      const write = (over: Partial<Subject>, of = limit) =>
        store.create(aSearch({ owner: 'ada', ...over }), [], { limit: of })
      const event = anOutgoingEvent()
      expect(await write({ validUntil: NOW + 1 })).toBe('created')
      expect(await write({ id: 'over', validUntil: NOW })).toBe('created')
      expect(await write({ id: 'off', active: false })).toBe('created')
      expect(await write({ id: 'early', validFrom: NOW + 9 })).toBe('created')
      expect(await store.create(aSearch({ id: 'more', owner: 'ada' }), [event], { limit })).toBe('full')
      expect(await store.find('more')).toBeUndefined()
      expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([])
      expect(await write({ owner: 'bob' })).toBe('created')
      expect(await store.create(aSearch({ owner: 'ada' }), [])).toBe('created')

      const edit = async (id: string, over: Partial<Subject>, nowMs = NOW) => {
        const stored = await store.find(id)
        if (stored === undefined) throw new Error(`no "${id}"`)
        const { version } = stored
        return store.update({ ...stored, ...over, version: version + 1 }, version, [], {
          limit: { max: 2, nowMs },
        })
      }
      expect(await edit('off', { active: true })).toBe('full')
      expect(await edit('over', { validUntil: undefined })).toBe('full')
      expect(await store.find('off')).toMatchObject({ active: false, version: 1 })
      expect(await edit('early', { title: 'Edited' })).toBe('updated')
      expect(await edit('off', { title: 'Edited' })).toBe('updated')
      expect(await store.update(aSearch({ id: 'off', owner: 'ada', version: 9 }), 8, [], { limit })).toBe(
        'stale',
      )
      expect(await store.update(aSearch({ owner: 'ada' }), 1, [], { limit })).toBe('stale')
    })

    test('if several processes activate 90 subjects concurrently, exactly the limit becomes active', async () => {
      const url = await freshUrl()
      const store = await openForTest(openSubjectStore, url)
      const other = await openForTest(openSubjectStore, url)
      const fixtures = [spawnFixture(FILL_FIXTURE, url, '30'), spawnFixture(FILL_FIXTURE, url, '30')]
      const off = Array.from({ length: 30 }, () => aSearch({ owner: 'ada', active: false }))
      for (const subject of off) await store.create(subject, [])
      const limit = { max: 50, nowMs: NOW }
      const outcomes = await Promise.all(
        off.map((subject, index) =>
          (index % 2 === 0 ? store : other).update(
            { ...subject, active: true, version: 2 },
            1,
            [anOutgoingEvent()],
            { limit },
          ),
        ),
      )
      await Promise.all(fixtures.map(({ exited }) => exited))
      const begun = [
        ...fixtures.map(({ lines }) => Number(lines().at(-1))),
        outcomes.filter((outcome) => outcome === 'updated').length,
      ]
      expect(begun.reduce((sum, count) => sum + count, 0)).toBe(50)
      const { items } = await store.list({ owner: 'ada', active: true, limit: 99 })
      expect(items).toHaveLength(50)
    })

    test('list() returns the subjects that fit every field, newest first', async () => {
      const store = await open()
      const far = anOffer({ id: '1', northMeters: 5_000, owner: 'ada' })
      const close = anOffer({ id: '2', northMeters: 500, owner: 'bob', keywords: ['bike', 'red'] })
      const paused = anOffer({ id: '3', owner: 'ada', active: false })
      const search = aSearch({ id: '4', owner: 'ada', keywords: ['red'] })
      const later = anOffer({ id: '5', owner: 'bob', validFrom: 1_000, validUntil: 2_000 })
      const nowhere = anOffer({ id: '6', owner: 'bob', at: undefined })
      for (const subject of [far, close, paused, search, later, nowhere]) await store.create(subject, [])
      const ids = async (query: PageQuery) => (await listAll(store, query)).map(({ id }) => id)
      const near = { centre: BERLIN, radiusMeters: 501 }
      expect(await ids({})).toEqual(['6', '5', '4', '3', '2', '1'])
      expect(await ids({ kind: 'search' })).toEqual(['4'])
      expect(await ids({ kind: 'offer', active: true })).toEqual(['6', '5', '2', '1'])
      expect(await ids({ active: false })).toEqual(['3'])
      expect(await ids({ liveAt: 999 })).toEqual(['6', '4', '2', '1'])
      expect(await ids({ liveAt: 1_000 })).toEqual(['6', '5', '4', '2', '1'])
      expect(await ids({ liveAt: 2_000 })).toEqual(['6', '4', '2', '1'])
      expect(await ids({ owner: 'ada' })).toEqual(['4', '3', '1'])
      expect(await ids({ notOwner: 'ada' })).toEqual(['6', '5', '2'])
      expect(await ids({ keywords: ['red'] })).toEqual(['4', '2'])
      expect(await ids({ keywords: ['red', 'bike'] })).toEqual(['6', '5', '4', '3', '2', '1'])
      expect(await ids({ keywords: ['blue'] })).toEqual([])
      expect(await ids({ keywords: [] })).toEqual([])
      expect(await ids({ near })).toEqual(['5', '4', '3', '2'])
      expect(await ids({ near, keywords: ['red'], kind: 'offer', notOwner: 'ada', liveAt: 0 })).toEqual(['2'])
      expect(await ids({ near, owner: 'ada', active: true })).toEqual(['4'])
      expect(await ids({ keywords: ['red'], owner: 'ada', kind: 'search' })).toEqual(['4'])
    })

    test('list() returns complete pages without duplicates, and the last one has no `next`', async () => {
      const store = await open()
      const ids = Array.from({ length: 10 }, (_, index) => `id-${index}`)
      await Promise.all(ids.map((id) => store.create(anOffer({ id }), [])))
      const first = await store.list({ limit: 5 })
      expect(first.items.map(({ id }) => id)).toEqual(['id-9', 'id-8', 'id-7', 'id-6', 'id-5'])
      const second = await store.list({ limit: 5, cursor: first.next })
      expect(second.items.map(({ id }) => id)).toEqual(['id-4', 'id-3', 'id-2', 'id-1', 'id-0'])
      expect(second.next).toBeUndefined()
    })

    test('list() finds subjects by the keys of their keywords, as they are now', async () => {
      const store = await open()
      const [wheels, wheel, one] = [
        anOffer({ id: 'a', keywords: ['Fahrräder'] }),
        anOffer({ id: 'b', keywords: ['fahrrad', 'Rad'] }),
        anOffer({ id: 'c', keywords: ['children'], language: 'de' }),
      ]
      for (const subject of [wheels, wheel, one]) await store.create(subject, [])
      const found = async (word: string) =>
        (await listAll(store, { keywords: keysOf(word) })).map(({ id }) => id).toSorted()
      expect(await found('FAHRRÄDER')).toEqual(['a', 'b'])
      expect(await found('Fahrrads')).toEqual(['a', 'b'])
      expect(await found('rader')).toEqual(['b'])
      expect(await found('child')).toEqual([])
      expect(await found('children')).toEqual(['c'])
      await store.update({ ...wheels, keywords: ['Roller'], version: 2 }, 1, [])
      await store.update({ ...one, language: undefined, version: 2 }, 1, [])
      expect(await found('Fahrrad')).toEqual(['b'])
      expect(await found('child')).toEqual(['c'])
      await store.remove('b', 1, [])
      expect(await found('Fahrrad')).toEqual([])
    })

    test('list() accepts any number of keywords', async () => {
      const store = await open()
      const words = Array.from({ length: 1_200 }, (_, index) => `word ${index}`)
      const both = anOffer({ id: 'a', keywords: words.slice(0, 2) })
      const last = anOffer({ id: 'b', keywords: words.slice(-1) })
      for (const subject of [both, last, anOffer()]) await store.create(subject, [])
      const near = { centre: BERLIN, radiusMeters: 10 }
      for (const count of [1, 2, 300, 301, 501, 1_200]) {
        const expected = count === 1_200 ? [last, both] : [both]
        expect(await listAll(store, { keywords: words.slice(0, count) })).toEqual(expected)
        expect(await listAll(store, { keywords: words.slice(0, count), near })).toEqual(expected)
      }
    })

    test('list() is complete if very many subjects are near', async () => {
      const store = await open()
      // More than an adapter looks through one by one, half of them outside of the circle but inside its box.
      const crowd = Array.from({ length: 2_600 }, (_, index) =>
        anOffer({
          keywords: index % 100 === 0 ? ['bike', 'rare'] : ['bike'],
          at: index % 2 === 0 ? BERLIN : { lat: BERLIN.lat + 0.0085, lng: BERLIN.lng + 0.0085 },
        }),
      )
      for (let first = 0; first < crowd.length; first += 200) {
        await Promise.all(crowd.slice(first, first + 200).map((subject) => store.create(subject, [])))
      }
      const expected = (keyword: string): string[] =>
        crowd
          .filter(({ at, keywords }) => at === BERLIN && keywords.includes(keyword))
          .map(({ id }) => id)
          .toSorted()
          .toReversed()
      const ids = (subjects: readonly Subject[]): string[] => subjects.map(({ id }) => id)
      const near = { centre: BERLIN, radiusMeters: 1_000 }
      expect(ids(await listAll(store, { near, keywords: ['rare'] }, 5))).toEqual(expected('rare'))
      expect(ids(await listAll(store, { near, keywords: ['rare', 'bike'] }, 200))).toEqual(expected('bike'))
      expect(ids(await listAll(store, { near }, 200))).toEqual(expected('bike'))
    })
  })
}
