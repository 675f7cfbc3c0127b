import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { listAll, type PageQuery } from '#lib/store/contract/list-all.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openSubjectStore, type Opened } from '#lib/store/open.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import { queryTerms } from '#lib/subjects/text-terms.ts'

/** The contract suite of lists by text, by ids, and of what operators hide. */
export function describeSubjectLists(name: string, freshUrl: FreshUrl): void {
  let store: Opened<SubjectStore>
  const ids = async (query: PageQuery) => (await listAll(store, query)).map(({ id }) => id)
  const found = (q: string, query: PageQuery = {}) => ids({ ...query, terms: queryTerms(q) })

  beforeAll(async () => {
    store = await openSubjectStore(await freshUrl())
  })

  afterAll(async () => {
    await store.close()
  })

  describe(`${name} lists of subjects`, () => {
    test('by text find each word in the title, the keywords, the place or the text, in some form', async () => {
      const wheel = anOffer({
        id: 'text-a',
        title: 'Blaues Fahrrad',
        keywords: ['Räder'],
        place: 'Kreuzberg',
        text: 'Es fährt',
        language: 'de',
      })
      const bikes = anOffer({
        id: 'text-b',
        title: 'Two blue bikes',
        keywords: [],
        place: '',
        text: 'repaired',
      })
      for (const subject of [wheel, bikes]) await store.create(subject, [])
      expect(await found('FAHRRÄDER')).toEqual(['text-a'])
      expect(await found('blaue Fahrräder in Kreuzberg mit Rad')).toEqual(['text-a'])
      expect(await found('blaue Fahrräder in Neukölln')).toEqual([])
      expect(await found('repairing a bike')).toEqual(['text-b'])
      expect(await found('es')).toEqual([])
      expect(await ids({ terms: [] })).toEqual([])
      expect(await ids({ terms: [['blu', 'blue', 'blau']] })).toEqual(['text-b', 'text-a'])
      await store.update({ ...wheel, title: 'Auto', keywords: ['Auto'], version: 2 }, 1, [])
      expect(await found('Fahrrad')).toEqual([])
      expect(await found('Autos')).toEqual(['text-a'])
      await store.remove('text-a', 2, [])
      expect(await found('Auto')).toEqual([])
    })

    test('words() gives the keys that begin with a prefix, in order, each once, as far as the limit', async () => {
      // More of one word than an adapter reads at a time, and words that come only beside others.
      const crowd = Array.from({ length: 210 }, () => anOffer({ keywords: ['Wordy'] }))
      const others = ['wordz', 'WÖRDERS', 'worda', 'wor'].map((keyword) => anOffer({ keywords: [keyword] }))
      const beside = aSearch({ keywords: ['worda', 'wordyy', 'word🙂', 'other'], active: false })
      await Promise.all([...crowd, ...others, beside].map((subject) => store.create(subject, [])))
      const all = ['worda', 'worder', 'worders', 'wordy', 'wordyy', 'wordz', 'word🙂']
      expect(await store.words('word', 99)).toEqual(all)
      for (const limit of [1, 4, 5, 7]) expect(await store.words('word', limit)).toEqual(all.slice(0, limit))
      expect(await store.words('wordy', 99)).toEqual(['wordy', 'wordyy'])
      expect(await store.words('wordyyy', 99)).toEqual([])
      await store.remove(beside.id, 1, [])
      expect(await store.words('wordy', 99)).toEqual(['wordy'])
    })

    test('by text are complete where words are frequent, rare, or both', async () => {
      // More than an adapter counts of a word.
      const crowd = Array.from({ length: 1_050 }, (_, place) =>
        anOffer({
          id: `crowd-${String(place).padStart(4, '0')}`,
          title: `crowded ${place % 2 === 0 ? 'even' : 'odd'}`,
          text: place % 500 === 0 ? 'scarce' : '',
          owner: place === 7 ? 'alone' : 'many',
        }),
      )
      for (let first = 0; first < crowd.length; first += 150)
        await Promise.all(crowd.slice(first, first + 150).map((subject) => store.create(subject, [])))
      const expected = (which: (place: number) => boolean) =>
        crowd
          .filter((_, place) => which(place))
          .map(({ id }) => id)
          .toReversed()
      const all = async (q: string, query: PageQuery = {}) =>
        (await listAll(store, { ...query, terms: queryTerms(q) }, 200)).map(({ id }) => id)
      expect(await all('crowded')).toEqual(expected(() => true))
      expect(await all('crowded scarce')).toEqual(expected((place) => place % 500 === 0))
      expect(await all('scarce crowded odd')).toEqual([])
      expect(await all('crowded even')).toEqual(expected((place) => place % 2 === 0))
      expect(await all('crowded', { owner: 'alone' })).toEqual(expected((place) => place === 7))
      expect(await all('scarce', { owner: 'many', active: true })).toEqual(
        expected((place) => place % 500 === 0),
      )
    })

    test('by ids have those that exist and fit', async () => {
      const subjects = ['id-a', 'id-b', 'id-c'].map((id) =>
        anOffer({ id, owner: 'ida', active: id !== 'id-b' }),
      )
      for (const subject of subjects) await store.create(subject, [])
      const wanted = ['id-b', 'unknown', 'id-c', 'id-a', 'id-c']
      expect(await ids({ ids: wanted })).toEqual(['id-c', 'id-b', 'id-a'])
      expect(await ids({ ids: wanted, active: true })).toEqual(['id-c', 'id-a'])
      expect(await ids({ ids: wanted, kind: 'search' })).toEqual([])
      expect(await ids({ ids: ['id-a'], owner: 'ida' })).toEqual(['id-a'])
      expect(await ids({ ids: [] })).toEqual([])
    })

    test('of what is live lack what operators hide, which they can list', async () => {
      const [shown, hidden] = [
        anOffer({ id: 'hide-a', owner: 'hilda' }),
        anOffer({ id: 'hide-b', owner: 'hilda', hidden: true, hiddenBecause: 'It is spam', cleared: ['a'] }),
      ]
      for (const subject of [shown, hidden]) await store.create(subject, [])
      expect(await ids({ owner: 'hilda', liveAt: 1 })).toEqual(['hide-a'])
      expect(await ids({ owner: 'hilda', hidden: false })).toEqual(['hide-a'])
      expect(await ids({ owner: 'hilda', hidden: true, liveAt: 1 })).toEqual([])
      expect(await ids({ hidden: true })).toEqual(['hide-b'])
      expect(await store.find('hide-b')).toEqual(hidden)
      const again = { ...hidden, hidden: false, hiddenBecause: undefined, version: 2 }
      await store.update(again, 1, [])
      expect(await store.find('hide-b')).toEqual(again)
      expect(await ids({ hidden: true })).toEqual([])
      expect(await ids({ owner: 'hilda', liveAt: 1 })).toEqual(['hide-b', 'hide-a'])
    })
  })
}
