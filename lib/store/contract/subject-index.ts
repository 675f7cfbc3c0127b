import { describe, expect, test } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { listAll } from '#lib/store/contract/list-all.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const SYDNEY = { lat: -33.87, lng: 151.21 }

/** The contract suite of `SubjectIndex`, and of the two sides of the subjects together. */
export function describeSubjectIndex(name: string, freshUrl: FreshUrl): void {
  async function open(...subjects: Subject[]) {
    const url = await freshUrl()
    const store = await openForTest(openSubjectStore, url)
    const index = await openForTest(openSubjectIndex, url)
    await Promise.all(subjects.map((subject) => store.create(subject, [])))
    return { store, index }
  }

  describe(`${name} subject index`, () => {
    test('find() returns the subject as the store has it', async () => {
      const subject = aSearch()
      const { index } = await open(subject)
      expect(await index.find(subject.id)).toEqual(subject)
      expect(await index.find('unknown')).toBeUndefined()
    })

    test('findAll() returns the subjects that exist', async () => {
      const [one, other] = [aSearch({ id: 'a' }), anOffer({ id: 'b' })]
      const { index } = await open(one, other, aSearch())
      const found = await index.findAll(['b', 'unknown', 'a', 'b'])
      expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([one, other])
      expect(await index.findAll([])).toEqual([])
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

    test('followers() returns all subjects of a device, active or not', async () => {
      const search = aSearch({ id: 'a', device: 'd-1', at: undefined })
      const offer = anOffer({ id: 'b', device: 'd-1', active: false })
      const { index } = await open(search, offer, aSearch({ device: 'd-2' }), aSearch())
      const followers = await index.followers('d-1')
      expect(followers.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([search, offer])
      expect(await index.followers('unknown')).toEqual([])
    })

    test('move() sets the place of a follower, also the first one, without a new version', async () => {
      const subject = aSearch({ device: 'd-1', at: undefined, version: 4 })
      const { index, store } = await open(subject)
      expect(await index.move(subject.id, 'd-1', BERLIN, 1_000)).toBe(true)
      expect(await index.move(subject.id, 'd-1', SYDNEY, 1_001)).toBe(true)
      expect(await store.find(subject.id)).toEqual({ ...subject, at: SYDNEY, positionTime: 1_001 })
      const near = (centre: typeof BERLIN) => listAll(store, { near: { centre, radiusMeters: 10 } })
      expect(await near(SYDNEY)).toHaveLength(1)
      expect(await near(BERLIN)).toEqual([])
    })

    test('move() refuses an older position and one of the same time', async () => {
      const subject = aSearch({ device: 'd-1', positionTime: 1_000 })
      const { index } = await open(subject)
      expect(await index.move(subject.id, 'd-1', SYDNEY, 1_000)).toBe(false)
      expect(await index.move(subject.id, 'd-1', SYDNEY, 999)).toBe(false)
      expect(await index.find(subject.id)).toEqual(subject)
    })

    test('move() refuses a subject that does not follow the device', async () => {
      const [other, fixed] = [aSearch({ device: 'd-2' }), aSearch()]
      const { index } = await open(other, fixed)
      expect(await index.move(other.id, 'd-1', SYDNEY, 1_000)).toBe(false)
      expect(await index.move(fixed.id, 'd-1', SYDNEY, 1_000)).toBe(false)
      expect(await index.move('unknown', 'd-1', SYDNEY, 1_000)).toBe(false)
      expect(await index.find(other.id)).toEqual(other)
    })

    test('after concurrent move() calls in any order, the newest position is stored', async () => {
      const subject = aSearch({ device: 'd-1' })
      const { index } = await open(subject)
      const times = [4, 2, 8, 6, 8, 1]
      await Promise.all(times.map((time) => index.move(subject.id, 'd-1', { lat: time, lng: time }, time)))
      expect(await index.find(subject.id)).toMatchObject({ at: { lat: 8, lng: 8 }, positionTime: 8 })
    })

    test('an edit of a subject that still follows its device does not move it', async () => {
      const subject = aSearch({ device: 'd-1' })
      const { index, store } = await open(subject)
      await index.move(subject.id, 'd-1', SYDNEY, 1_000)
      const edited = { ...subject, title: 'Edited', version: 2 }
      expect(await store.update(edited, 1, [])).toBe('updated')
      expect(await store.find(subject.id)).toEqual({ ...edited, at: SYDNEY, positionTime: 1_000 })
      expect(await listAll(store, { near: { centre: SYDNEY, radiusMeters: 10 } })).toHaveLength(1)
    })

    test('an edit sets the place if it changes or removes the device, or if the subject has no device', async () => {
      const [changed, dropped, fixed] = [aSearch({ device: 'd-1' }), aSearch({ device: 'd-1' }), aSearch()]
      const { index, store } = await open(changed, dropped, fixed)
      for (const { id } of [changed, dropped]) await index.move(id, 'd-1', SYDNEY, 1_000)
      const edits = [
        { ...changed, device: 'd-2', at: undefined, version: 2 },
        { ...dropped, device: undefined, at: BERLIN, version: 2 },
        { ...fixed, at: SYDNEY, version: 2 },
      ]
      for (const edit of edits) {
        await store.update(edit, 1, [])
        expect(await store.find(edit.id)).toEqual(edit)
      }
    })

    test('candidates() returns the subjects that could match by keyword, owner, activity and place', async () => {
      const search = aSearch({ owner: 'ada', keywords: ['bike', 'red'], radiusMeters: 1_000 })
      const near = anOffer({ northMeters: 900 })
      const others = [
        anOffer({ northMeters: 3_000 }),
        anOffer({ keywords: ['car'] }),
        anOffer({ owner: 'ada' }),
        anOffer({ active: false }),
        anOffer({ at: undefined }),
      ]
      const { index } = await open(search, near, ...others)
      expect(await index.candidates(search, { limit: 9 })).toEqual([near])
    })

    test('candidates() also finds other forms of a word', async () => {
      const search = aSearch({ id: 'search', keywords: ['bikes', 'Fahrräder'] })
      const offers = [['Bike'], ['FAHRRAD'], ['fahrrader'], ['Rad'], ['biker']].map((keywords, place) =>
        anOffer({ id: `offer ${place}`, keywords }),
      )
      const { index } = await open(search, ...offers)
      const ids = (await index.candidates(search, { limit: 9 })).map(({ id }) => id)
      expect(ids).toEqual(['offer 2', 'offer 1', 'offer 0'])
    })

    test('candidates() returns the subjects that fit by kind and wants in at least one direction', async () => {
      const seeker = aSearch({ id: 'seeker' })
      const watcher = aSearch({ id: 'watcher', wants: 'searches' })
      const guard = aSearch({ id: 'guard', wants: 'searches' })
      const giver = anOffer({ id: 'giver' })
      const { index } = await open(seeker, watcher, guard, giver)
      const ids = async (subject: Subject) =>
        (await index.candidates(subject, { limit: 9 })).map(({ id }) => id)
      expect(await ids(giver)).toEqual(['seeker'])
      expect(await ids(seeker)).toEqual(['watcher', 'guard', 'giver'])
      expect(await ids(watcher)).toEqual(['seeker', 'guard'])
    })

    test('candidates() is empty for a subject without a point', async () => {
      const { index } = await open(anOffer())
      expect(await index.candidates(aSearch({ at: undefined }), { limit: 9 })).toEqual([])
    })

    test('candidates() returns the newest first, in pages without duplicates', async () => {
      const offers = Array.from({ length: 7 }, (_, index) => anOffer({ id: `o-${index}` }))
      const search = aSearch({ id: 'search' })
      const { index } = await open(...offers)
      const seen: string[] = []
      let page: Subject[]
      do {
        page = await index.candidates(search, { limit: 3, cursor: seen.at(-1) })
        seen.push(...page.map(({ id }) => id))
      } while (page.length > 0)
      expect(seen).toEqual(['o-6', 'o-5', 'o-4', 'o-3', 'o-2', 'o-1', 'o-0'])
    })
  })
}
