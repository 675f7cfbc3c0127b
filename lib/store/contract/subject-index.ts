import { describe, expect, test } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { aPosition, changeTo } from '#lib/builders/a-position.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { listAll } from '#lib/store/contract/list-all.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPositionStore, openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const SYDNEY = { lat: -33.87, lng: 151.21 }
const NOW = Date.now()
const DAY_MS = 24 * 60 * 60_000

/** The contract suite of `SubjectIndex`, and of the two sides of the subjects together. */
export function describeSubjectIndex(name: string, freshUrl: FreshUrl): void {
  async function open(...subjects: Subject[]) {
    const url = await freshUrl()
    const store = await openForTest(openSubjectStore, url)
    const index = await openForTest(openSubjectIndex, url)
    const positions = await openForTest(openPositionStore, url)
    await Promise.all(subjects.map((subject) => store.create(subject, [])))
    return { store, index, positions }
  }

  describe(`${name} subject index`, () => {
    test('findAll() returns the subjects with these ids, followers of these devices and active ones of these people, each once', async () => {
      const [one, other] = [aSearch({ id: 'a' }), anOffer({ id: 'b' })]
      const followers = [follower('c'), follower('d', { active: false }), follower('e', { device: 'd-2' })]
      const { index } = await open(one, other, aSearch(), ...followers)
      const ids = async (which: Parameters<typeof index.findAll>[0]) =>
        (await index.findAll(which)).map(({ id }) => id).toSorted()
      expect(await ids({ ids: ['b', 'unknown', 'a', 'b'] })).toEqual(['a', 'b'])
      expect(await ids({ devices: ['d-1', 'unknown'] })).toEqual(['c', 'd'])
      expect(await ids({ ids: ['a', 'c'], devices: ['d-1'] })).toEqual(['a', 'c', 'd'])
      expect(await ids({ ids: ['a'], activeOf: ['anna', 'nobody'] })).toEqual(['a', 'c', 'e'])
      expect(await ids({})).toEqual([])
      const [found] = await index.findAll({ ids: ['a'] })
      expect(found).toMatchObject({
        ...one,
        anchor: one.at,
        text: expect.any(String),
        place: expect.any(String),
      })
    })

    test('findAll() gives at least the first picture', async () => {
      const { index } = await open(
        anOffer({ id: 'a', images: ['x', 'y'], imageTexts: { x: 'A lamp' } }),
        anOffer({ id: 'b', images: [] }),
      )
      const found = await index.findAll({ ids: ['a', 'b'] })
      const first = new Map(found.map(({ id, images }) => [id, images[0]]))
      expect([first.get('a'), first.get('b')]).toEqual(['x', undefined])
    })

    test('offersOf() gives the ids of offers of an owner, newest first, in pages', async () => {
      const { store, index } = await open()
      for (const id of ['a', 'b', 'c'])
        await store.create(anOffer({ id, owner: 'ada', active: id !== 'b' }), [])
      for (const other of [aSearch({ id: 'd', owner: 'ada' }), anOffer({ id: 'e' })])
        await store.create(other, [])
      expect(await index.offersOf('ada', { cursor: 'x', limit: 9 })).toEqual(['c', 'b', 'a'])
      expect(await index.offersOf('ada', { cursor: 'x', limit: 2 })).toEqual(['c', 'b'])
      expect(await index.offersOf('ada', { cursor: 'b', limit: 2 })).toEqual(['a'])
    })

    test('turning() returns the ids of subjects that become valid or invalid in a time span, in pages', async () => {
      const { index } = await open(
        aSearch({ id: 'a', validFrom: 1_000, validUntil: 2_000 }),
        anOffer({ id: 'b', validUntil: 1_001 }),
        anOffer({ id: 'c', validFrom: 1_500, active: false }),
        aSearch({ id: 'd', validUntil: 2_001 }),
        aSearch({ id: 'e', validFrom: 2_000 }),
        aSearch({ id: 'f' }),
      )
      const stretch = { afterMs: 1_000, untilMs: 2_000 }
      expect(await index.turning({ ...stretch, limit: 9 })).toEqual(['a', 'b', 'c', 'e'])
      expect(await index.turning({ ...stretch, limit: 2 })).toEqual(['a', 'b'])
      expect(await index.turning({ ...stretch, limit: 2, cursor: 'b' })).toEqual(['c', 'e'])
      expect(await index.turning({ afterMs: 2_001, untilMs: 9_000, limit: 9 })).toEqual([])
    })

    describe('a subject that follows a device', () => {
      test('is where the device of its owner was last, also when it was edited meanwhile', async () => {
        const { index, store, positions } = await open(follower('a'), follower('b', { owner: 'ben' }))
        expect((await store.find('a'))?.at).toBeUndefined()
        await positions.write([changeTo(aPosition({ at: SYDNEY, timeMs: NOW, accuracyMeters: 9 }))])
        const shown = { at: SYDNEY, positionTime: NOW, accuracyMeters: 9 }
        expect(await store.find('a')).toEqual({ ...follower('a'), ...shown })
        expect(await index.findAll({ ids: ['a'] })).toMatchObject([{ ...shown, anchor: undefined }])
        expect(await store.update(follower('a', { title: 'Edited', version: 2 }), 1, [])).toBe('updated')
        expect(await store.find('a')).toMatchObject({ ...shown, title: 'Edited' })
        expect((await store.find('b'))?.at).toBeUndefined()
      })

      test('is in the cell of the device as soon as one of the followers of its owner is hidden', async () => {
        const { index, store, positions } = await open(follower('a'), follower('b'))
        const position = aPosition({ at: SYDNEY, timeMs: NOW })
        await positions.write([changeTo(position)])
        await store.create(follower('c', { owner: 'ben', showLocation: false }), [])
        expect((await store.find('a'))?.at).toEqual(SYDNEY)
        await store.create(follower('d', { showLocation: false, active: false }), [])
        for (const id of ['a', 'b', 'd']) expect((await store.find(id))?.at).toEqual(position.cell)
        expect(await index.findAll({ ids: ['a'] })).toMatchObject([{ at: position.cell }])
        expect(position.cell).not.toEqual(SYDNEY)
        await store.remove('d', 1, [])
        expect((await store.find('a'))?.at).toEqual(SYDNEY)
      })

      test.each([
        [0, undefined],
        [499, undefined],
        [500, 500],
        [1_700, 1_500],
      ])('in a cell its accuracy of %d metres counts in whole cells', async (accuracyMeters, counted) => {
        const { index, store, positions } = await open(follower('a'), follower('b'))
        await positions.write([changeTo(aPosition({ timeMs: NOW, accuracyMeters }))])
        expect((await store.find('a'))?.accuracyMeters).toBe(accuracyMeters)
        await store.update(follower('b', { showLocation: false, version: 2 }), 1, [])
        for (const id of ['a', 'b']) {
          expect((await store.find(id))?.accuracyMeters).toBe(counted)
          expect((await index.findAll({ ids: [id] }))[0]?.accuracyMeters).toBe(counted)
        }
      })

      test('has no place when the position is too old', async () => {
        const url = await freshUrl()
        const store = await openForTest((own) => openSubjectStore(own, { positionValidMs: 60_000 }), url)
        const index = await openForTest((own) => openSubjectIndex(own, { positionValidMs: 60_000 }), url)
        const positions = await openForTest(openPositionStore, url)
        for (const id of ['a', 'b']) await store.create(follower(id, { device: id }), [])
        const now = Date.now()
        await positions.write([
          changeTo(aPosition({ device: 'a', timeMs: now - 30_000 })),
          changeTo(aPosition({ device: 'b', timeMs: now - 61_000 })),
        ])
        expect((await store.find('a'))?.at).toEqual(BERLIN)
        expect(await store.find('b')).toEqual(follower('b', { device: 'b', positionTime: now - 61_000 }))
        const found = await index.findAll({ ids: ['a', 'b'] })
        await index.anchor(found.filter(({ at }) => at !== undefined))
        expect(
          (await listAll(store, { near: { centre: BERLIN, radiusMeters: 10 } })).map(({ id }) => id),
        ).toEqual(['a'])
      })

      test('is paused when its device is silent, until the next position, and an edit does not keep this', async () => {
        const url = await freshUrl()
        const store = await openForTest((own) => openSubjectStore(own, { silentMs: DAY_MS }), url)
        const index = await openForTest((own) => openSubjectIndex(own, { silentMs: DAY_MS }), url)
        const positions = await openForTest(openPositionStore, url)
        const now = Date.now()
        await store.create(follower('a'), [])
        await positions.write([changeTo(aPosition({ timeMs: now - DAY_MS - 1 }))])
        const silent = await store.find('a')
        expect(silent).toEqual(follower('a', { positionTime: now - DAY_MS - 1, paused: true }))
        await store.update(follower('a', { ...silent, version: 2 }), 1, [])
        for (const [timeMs, paused] of [
          [now - DAY_MS / 2, undefined],
          [now, undefined],
        ] as const) {
          await positions.write([changeTo(aPosition({ timeMs }))])
          expect(await store.find('a')).toMatchObject({ positionTime: timeMs })
          expect((await store.find('a'))?.paused).toBe(paused)
          expect((await index.findAll({ ids: ['a'] }))[0]?.paused).toBe(paused)
        }
      })

      test('is found near the place that is shown, as far as it is near its anchor', async () => {
        const { index, store, positions } = await open(
          follower('a'),
          follower('b', { showLocation: false, device: 'd-2' }),
        )
        const cell = snapToGrid(BERLIN)
        for (const device of ['d-1', 'd-2'])
          await positions.write([changeTo(aPosition({ device, timeMs: NOW }))])
        await index.anchor(await index.findAll({ ids: ['a', 'b'] }))
        const moved = travel(BERLIN, 90, 450)
        await positions.write([changeTo(aPosition({ at: moved, timeMs: NOW + 1 }))])
        const near = async (centre: typeof BERLIN) =>
          (await listAll(store, { near: { centre, radiusMeters: 10 } })).map(({ id }) => id)
        expect(await near(moved)).toEqual(['a'])
        expect(await near(BERLIN)).toEqual([])
        expect(await near(cell)).toEqual(['b'])
        const inBox = async ({ lat, lng }: typeof BERLIN, degrees = 0.0001) => {
          const box = { south: lat - degrees, north: lat + degrees, west: lng - degrees, east: lng + degrees }
          return (await listAll(store, { area: { box } })).map(({ id }) => id)
        }
        expect(await inBox(moved)).toEqual(['a'])
        expect(await inBox(BERLIN)).toEqual([])
        expect(await inBox(cell)).toEqual(['b'])
        expect(await inBox(BERLIN, 0.1)).toEqual(['b', 'a'])
        const band = { centre: BERLIN, radiusMeters: 500, beyondMeters: 449 }
        expect((await listAll(store, { near: band })).map(({ id }) => id)).toEqual(['a'])
        const wide = { centre: travel(BERLIN, 270, 2_000), radiusMeters: 9_000, beyondMeters: 2_440 }
        expect((await listAll(store, { near: wide })).map(({ id }) => id)).toEqual(['a'])
      })
    })

    test('anchor() sets the anchor to the place, without a new version, and only if both are as they were read', async () => {
      const { index, store, positions } = await open(follower('a'))
      await positions.write([changeTo(aPosition({ at: SYDNEY, timeMs: NOW }))])
      const read = async () => (await index.findAll({ ids: ['a'] }))[0]
      const first = await read()
      if (first === undefined) throw new Error('it is not found')
      await index.anchor([first])
      expect(await read()).toMatchObject({ anchor: SYDNEY, version: 1 })
      // It has another anchor now, and then another version.
      await index.anchor([{ ...first, at: BERLIN }])
      expect(await read()).toMatchObject({ anchor: SYDNEY })
      await store.update(follower('a', { version: 2 }), 1, [])
      await index.anchor([{ ...first, anchor: SYDNEY, at: BERLIN }])
      expect(await read()).toMatchObject({ anchor: SYDNEY, version: 2 })
      await index.anchor([
        { ...first, anchor: SYDNEY, version: 2, at: BERLIN },
        { ...first, id: 'unknown' },
      ])
      expect(await read()).toMatchObject({ anchor: BERLIN })
      await index.anchor([])
    })

    test('an edit drops the anchor with the device, and an edit of a fixed subject moves it', async () => {
      const { index, store, positions } = await open(follower('a'), follower('b'), aSearch({ id: 'c' }))
      await positions.write([changeTo(aPosition({ timeMs: NOW }))])
      await index.anchor(await index.findAll({ devices: ['d-1'] }))
      await store.update(follower('a', { device: 'd-2', version: 2 }), 1, [])
      await store.update(aSearch({ id: 'b', at: SYDNEY, version: 2 }), 1, [])
      await store.update(aSearch({ id: 'c', at: SYDNEY, version: 2 }), 1, [])
      const found = new Map((await index.findAll({ ids: ['a', 'b', 'c'] })).map((each) => [each.id, each]))
      expect(found.get('a')).toMatchObject({ anchor: undefined, at: undefined })
      expect(found.get('b')).toMatchObject({ anchor: SYDNEY, at: SYDNEY })
      expect(found.get('c')).toMatchObject({ anchor: SYDNEY, at: SYDNEY })
    })

    test('edits and anchors at the same time both count', async () => {
      const { index, store, positions } = await open(follower('a'))
      await positions.write([changeTo(aPosition({ timeMs: NOW }))])
      const offer = anOffer({ id: 'offer', keywords: ['kayak'] })
      await store.create(offer, [])
      for (let version = 1; version < 9; version += 1) {
        const keywords = version % 2 === 0 ? ['bike'] : ['kayak']
        const [edited] = await Promise.all([
          store.update(follower('a', { keywords, version: version + 1 }), version, []),
          index.findAll({ ids: ['a'] }).then((found) => index.anchor(found)),
        ])
        expect(edited).toBe('updated')
        // Whoever was overtaken looks again.
        await index.anchor(await index.findAll({ ids: ['a'] }))
        const found = (await candidatesOf(index, offer)).map(({ id }) => id)
        expect(found).toEqual(version % 2 === 0 ? [] : ['a'])
      }
    })

    test('candidates() returns the subjects that could match by keyword, activity and place', async () => {
      const search = aSearch({ owner: 'ada', keywords: ['bike', 'red'], radiusMeters: 1_000 })
      const near = anOffer({ northMeters: 900 })
      const others = [
        anOffer({ northMeters: 30_000 }),
        anOffer({ keywords: ['car'] }),
        anOffer({ active: false }),
        anOffer({ at: undefined }),
      ]
      const { index } = await open(search, near, ...others)
      expect((await candidatesOf(index, search)).map(({ id }) => id)).toEqual([near.id])
    })

    test('a candidate has its polygon, and so has a subject that is found by its id', async () => {
      const polygon = [0, 120, 240].map((bearing) => travel(BERLIN, bearing, 900))
      const offer = anOffer({ polygon })
      const { index } = await open(offer)
      expect(await candidatesOf(index, aSearch())).toMatchObject([{ id: offer.id, polygon }])
      expect(await index.findAll({ ids: [offer.id] })).toMatchObject([{ polygon }])
    })

    test('candidates() also finds other forms of a word', async () => {
      const search = aSearch({ id: 'search', keywords: ['bikes', 'Fahrräder'] })
      const offers = [['Bike'], ['FAHRRAD'], ['fahrrader'], ['Rad'], ['biker']].map((keywords, place) =>
        anOffer({ id: `offer ${place}`, keywords }),
      )
      const { index } = await open(search, ...offers)
      const ids = (await candidatesOf(index, search)).map(({ id }) => id)
      expect(ids).toEqual(['offer 2', 'offer 1', 'offer 0'])
    })

    test('candidates() returns the subjects that fit by kind and wants in at least one direction', async () => {
      const seeker = aSearch({ id: 'seeker' })
      const watcher = aSearch({ id: 'watcher', wants: 'searches' })
      const guard = aSearch({ id: 'guard', wants: 'searches' })
      const giver = anOffer({ id: 'giver' })
      const { index } = await open(seeker, watcher, guard, giver)
      const ids = async (subject: Subject) => (await candidatesOf(index, subject)).map(({ id }) => id)
      expect(await ids(giver)).toEqual(['seeker'])
      expect(await ids(seeker)).toEqual(['watcher', 'guard', 'giver'])
      expect((await ids(watcher)).filter((id) => id !== 'watcher')).toEqual(['seeker', 'guard'])
    })

    test('candidates() is empty for a subject without a point', async () => {
      const { index } = await open(anOffer())
      expect(await candidatesOf(index, aSearch({ at: undefined }))).toEqual([])
    })

    test('candidates() gives the newest first when they are too many, and says how the others come', async () => {
      const offers = Array.from({ length: 7 }, (_, number) => anOffer({ id: `o-${number}` }))
      const search = { ...aSearch({ id: 'search' }), anchor: BERLIN }
      const { index } = await open(...offers)
      const seen: string[][] = []
      for (let cursor: string | undefined = 'o-6'; cursor !== undefined;) {
        const page = await index.candidates([{ subject: search, cursor }], 3)
        seen.push(page.found.map(({ id }) => id).toSorted())
        expect(page.more.every((more) => more.subject === 'search')).toBe(true)
        cursor = page.more[0]?.cursor
      }
      expect(seen).toEqual([['o-3', 'o-4', 'o-5'], ['o-0', 'o-1', 'o-2'], []])
    })

    test('candidates() of one that asks alone are no more than the limit, also of the first page', async () => {
      const offers = Array.from({ length: 5 }, (_, number) => anOffer({ id: `o-${number}` }))
      const search = { ...aSearch({ id: 'search' }), anchor: BERLIN }
      const { index } = await open(...offers)
      const { found, more } = await index.candidates([{ subject: search }], 3)
      expect(found.map(({ id }) => id).toSorted()).toEqual(['o-2', 'o-3', 'o-4'])
      expect(more).toEqual([{ subject: 'search', cursor: 'o-2' }])
      expect((await index.candidates([{ subject: search }], 9)).more).toEqual([])
    })

    test('candidates() of many seekers gives those of each of them', async () => {
      const places = Array.from({ length: 12 }, (_, number) => travel(BERLIN, 90, number * 5_000))
      const offers = places.map((at, number) => anOffer({ id: `o-${number}`, at }))
      const { index } = await open(...offers)
      const seekers = places.map((at, number) => ({
        subject: { ...aSearch({ id: `s-${number}`, at }), anchor: at },
      }))
      const { found, more } = await index.candidates(seekers, 9)
      expect(found.map(({ id }) => id).toSorted()).toEqual(offers.map(({ id }) => id).toSorted())
      expect(more).toEqual([])
      expect(await index.candidates([], 9)).toEqual({ found: [], more: [] })
    })
  })
}

/** A search of Anna that follows her phone. */
function follower(id: string, over: Partial<Subject> = {}): Subject {
  return aSearch({ id, owner: 'anna', device: 'd-1', at: undefined, ...over })
}
