import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'
import { previewedMatchesSchema, type PreviewedMatches } from '#lib/service-client/match-preview.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

/** Tests of what would match, on a store. */
export function describePreview(name: string, freshUrl: FreshUrl): void {
  let world: World

  beforeEach(async () => {
    world = await openWorld(temporaryFolder(), await freshUrl())
  })

  afterEach(() => world.close())

  async function preview(draft: Subject, isEdit = false): Promise<PreviewedMatches> {
    const json = { draft, isEdit }
    const response = await world.call('POST /matching/preview', 'service:storage', json)
    expect(response.status).toBe(200)
    return previewedMatchesSchema.parse(await response.json())
  }

  const idsOf = (...subjects: readonly Subject[]) => subjects.map(({ id }) => id)

  describe(`a preview on ${name}`, () => {
    test('counts what the rule lets match, names the newest first, and changes nothing', async () => {
      const fitting = [anOffer(), anOffer(), anOffer({ northMeters: 900 })]
      const watcher = aSearch({ wants: 'searches', owner: 'eva' })
      await world.keep(
        ...fitting,
        watcher,
        anOffer({ northMeters: 1_100 }),
        anOffer({ keywords: ['car'] }),
        anOffer({ active: false }),
        anOffer({ stage: 'reserved' }),
        anOffer({ validUntil: Date.now() - 1 }),
        anOffer({ hidden: true }),
        anOffer({ owner: 'anna' }),
        aSearch(),
      )
      const draft = aSearch({ owner: 'anna' })
      const found = await preview(draft)
      expect(found).toEqual({
        at: draft.at,
        count: 4,
        more: false,
        subjects: idsOf(...fitting, watcher)
          .toSorted()
          .toReversed(),
      })
      expect(await preview({ ...draft, active: false })).toMatchObject({ count: 0, more: false })
      expect(await world.store.find(draft.id)).toBeUndefined()
      expect(await world.matches.currentOf([draft.id])).toEqual([])
      expect(await world.notices()).toEqual([])
    })

    test('leaves out people of whom one blocked the other, for those who are known', async () => {
      await world.keep(anOffer({ owner: 'ben' }), anOffer({ owner: 'cleo' }), anOffer({ owner: 'dora' }))
      await world.blocks.add({ id: 'b-1', by: 'anna', person: 'ben', since: 1 }, 9)
      await world.blocks.add({ id: 'b-2', by: 'cleo', person: 'anna', since: 1 }, 9)
      expect(await preview(aSearch({ owner: 'anna' }))).toMatchObject({ count: 1 })
      expect(await preview(aSearch({ owner: '' }))).toMatchObject({ count: 3 })
    })

    test('counts by what everybody sees: not by words that exclude, nor by the border of a hidden polygon', async () => {
      const square = [1, -1].flatMap((side) =>
        [-side, side].map((end) => travel(travel(HOME, 0, side * 600), 90, end * 600)),
      )
      const hidden = { at: snapToGrid(HOME), polygon: square, radiusMeters: 1_500, showLocation: false }
      await world.keep(anOffer(hidden), anOffer({ ...hidden, showLocation: true }))
      await world.keep(anOffer({ at: HOME, not: ['bike'] }))
      const outside = aSearch({ at: travel(HOME, 0, 800), radiusMeters: 5_000 })
      const inside = aSearch({ at: travel(HOME, 0, 400), radiusMeters: 5_000 })
      expect(await preview(outside)).toMatchObject({ count: 2 })
      expect(await preview(inside)).toMatchObject({ count: 3 })
    })

    test('does not tell how accurate the position of a phone is', async () => {
      const follows = { device: 'bens-phone', owner: 'ben', at: undefined }
      await world.keep(anOffer(follows), anOffer({ ...follows, showLocation: false }))
      await world.feed(aPing('bens-phone', HOME, { person: 'ben', params: { a: '9000' } }))
      expect(await preview(aSearch({ owner: 'anna' }))).toMatchObject({ count: 2 })
    })

    test('is exact up to 500, and says when there are more', async () => {
      await world.keep(...Array.from({ length: 500 }, () => anOffer()))
      const draft = aSearch({ owner: 'anna' })
      const all = await preview(draft)
      expect({ ...all, subjects: all.subjects.length }).toMatchObject({
        count: 500,
        more: false,
        subjects: 20,
      })
      // Candidates that do not fit do not count, also not on later pages.
      await world.keep(...Array.from({ length: 30 }, () => anOffer({ stage: 'reserved' })))
      expect(await preview(draft)).toMatchObject({ count: 500, more: false })
      const newest = anOffer()
      await world.keep(newest)
      const more = await preview(draft)
      expect(more).toMatchObject({ count: 500, more: true })
      expect(more.subjects[0]).toBe(newest.id)
    })

    test('is made where the device of the draft is: exact, or in its cell if something that follows it is hidden', async () => {
      const draft = aSearch({ owner: 'anna', device: 'phone', at: undefined })
      expect(await preview(draft)).toEqual({ count: 0, more: false, subjects: [] })
      await world.keep(anOffer({ at: HOME }))
      await world.feed(aPing('phone', HOME, { person: 'anna' }))
      expect(await preview(draft)).toMatchObject({ at: HOME, count: 1 })
      expect(await preview({ ...draft, owner: 'ben' })).toMatchObject({ count: 0 })
      const cell = { at: snapToGrid(HOME), count: 1 }
      expect(await preview({ ...draft, showLocation: false })).toMatchObject(cell)
      await world.keep(anOffer({ owner: 'anna', device: 'phone', at: undefined, showLocation: false }))
      expect(await preview(draft)).toMatchObject(cell)
    })

    test('of an edit says how many matches end and begin, as the edit then does', async () => {
      const near = [anOffer(), anOffer(), anOffer({ northMeters: 60 })]
      const search = aSearch({ owner: 'anna', radiusMeters: 500 })
      await world.keep(...near, anOffer({ northMeters: 800 }), anOffer({ keywords: ['car'] }), search)
      await world.feed(aChange(search))
      expect(await preview(search, true)).toMatchObject({ count: 3, ends: 0, begins: 0 })
      const edits = [
        { radiusMeters: 900, expected: { count: 4, ends: 0, begins: 1 } },
        { keywords: ['car'], expected: { count: 1, ends: 3, begins: 1 } },
        // Those within the band beyond the circle stay.
        { radiusMeters: 50, keywords: ['bike', 'car'], expected: { count: 4, ends: 0, begins: 1 } },
        { active: false, expected: { count: 0, ends: 3, begins: 0 } },
      ]
      for (const { expected, ...over } of edits)
        expect(await preview({ ...search, ...over }, true)).toMatchObject(expected)
      const stored = await world.store.find(search.id)
      if (stored === undefined) throw new Error('Cannot edit: there is no such search')
      await world.store.update({ ...stored, keywords: ['car'], version: 2 }, 1, [])
      await world.feed(aChange(search))
      const current = await world.matches.currentOf([search.id])
      expect(current.filter(({ state }) => state === 'together')).toHaveLength(1)
    })
  })
}
