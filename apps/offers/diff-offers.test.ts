import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffOffers, type StoredOffer } from './diff-offers.ts'
import { draftOf, type OfferDraft } from './draft-of.ts'
import { anImportedOffer, anImporter } from './open-market.fixture.ts'

const importer = anImporter(async () => [])
const aDraft = (key: string, title = key): OfferDraft => draftOf(anImportedOffer(key, { title }), importer)

describe('diffOffers()', () => {
  test('removes a duplicate offer of one key, and an offer without a key', () => {
    const { ext } = aDraft('a')
    const stored = [
      { id: '1', ext },
      { id: '2', ext },
      { id: '3', ext: {} },
    ]
    expect(diffOffers([aDraft('a')], stored)).toEqual({ created: [], changed: [], vanished: ['2', '3'] })
  })

  test('takes the last of two drafts with one key', () => {
    const last = aDraft('a', 'last')
    expect(diffOffers([aDraft('a', 'first'), last], []).created).toEqual([last])
  })

  test('brings storage to the state of the source, and then finds no more changes', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd')
    const draft = fc.tuple(key, fc.constantFrom('x', 'y')).map(([name, title]) => aDraft(name, title))
    fc.assert(
      fc.property(fc.array(draft), fc.array(draft), (drafts, before) => {
        const stored = before.map(({ ext }, index): StoredOffer => ({ id: `s${index}`, ext }))
        const { created, changed, vanished } = diffOffers(drafts, stored)
        const revised = new Map(changed.map(({ id, draft: { ext } }) => [id, ext]))
        const after = [
          ...stored
            .filter(({ id }) => !vanished.includes(id))
            .map(({ id, ext }) => ({ id, ext: revised.get(id) ?? ext })),
          ...created.map(({ ext }, index) => ({ id: `c${index}`, ext })),
        ]
        expect(diffOffers(drafts, after)).toEqual({ created: [], changed: [], vanished: [] })
        const wanted = new Map(drafts.map(({ ext }) => [ext.key, ext.revision]))
        expect(new Map(after.map(({ ext }) => [ext.key, ext.revision]))).toEqual(wanted)
        expect(after).toHaveLength(wanted.size)
      }),
    )
  })
})

describe('draftOf()', () => {
  test('has the keywords of the importer first, without duplicates', () => {
    const offer = anImportedOffer('a', { keywords: ['thing', '#test'] })
    expect(draftOf(offer, importer).keywords).toEqual(['#test', 'thing'])
  })

  test('has another revision when any shown value differs', () => {
    const revisions = [
      {},
      { title: 'other' },
      { text: 'other' },
      { keywords: ['other'] },
      { at: { lat: 1, lng: 2 } },
      { radiusMeters: 501 },
      { place: 'other' },
    ].map((over) => draftOf(anImportedOffer('a', over), importer).ext.revision)
    expect(new Set(revisions).size).toBe(revisions.length)
    expect(draftOf(anImportedOffer('a'), importer).ext.revision).toBe(revisions[0])
  })
})
