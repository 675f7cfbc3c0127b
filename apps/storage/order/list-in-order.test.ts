import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anOffer, BERLIN } from '#lib/builders/a-subject.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { travel } from '#lib/geo/travel.ts'
import { DISTANCE_CLASSES, distanceClass } from '#lib/matching/distance-class.ts'
import { openSubjectStore, type Opened } from '#lib/store/open.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { listInOrder } from './list-in-order.ts'
import { RANKED_MAX } from './page-order.ts'

const WORDS = ['bike', 'car', 'red'] as const
const near = { centre: BERLIN, radiusMeters: 20_000 }

let store: Opened<SubjectStore>

beforeAll(async () => {
  store = await openSubjectStore(`sqlite:${temporaryFolder()}/store.db`)
})
afterAll(() => store.close())

/** Runs work among some offers, each at a distance from the middle of Berlin. */
async function among(offers: readonly Partial<Subject>[], work: (stored: Subject[]) => Promise<void>) {
  const stored = offers.map((over, index) => anOffer({ id: idOf(index), ...over }))
  for (const subject of stored) await store.create(subject, [])
  try {
    await work(stored)
  } finally {
    const left = await store.list({ limit: 2_000 })
    for (const { id, version } of left.items) await store.remove(id, version, [])
  }
}

const idOf = (index: number) => `id-${String(index).padStart(4, '0')}`

type Order = Pick<Parameters<typeof listInOrder>[2], 'sort' | 'keywords'>

/** The ids on all pages; `between` runs between two of them. */
async function pages(order: Order, limit: number, between = async (_page: number) => {}) {
  const query = { near, limit, keywords: order.keywords?.split(',') }
  const found: string[][] = []
  let cursor: string | undefined
  do {
    const page = await listInOrder(store, query, { ...order, cursor })
    found.push(page.items.map(({ id }) => id))
    cursor = page.next
    await between(found.length)
  } while (cursor !== undefined)
  return found
}

const offers = fc.array(
  fc
    .record({
      meters: fc.oneof(
        fc.integer({ min: 0, max: 12_000 }),
        fc.constantFrom(999, 1_000, 1_001, 19_999, 21_000),
      ),
      bearing: fc.integer({ min: 0, max: 359 }),
      keywords: fc.subarray([...WORDS], { minLength: 1 }),
    })
    .map(({ meters, bearing, keywords }) => ({ at: travel(BERLIN, bearing, meters), keywords })),
  { maxLength: 20 },
)
const limits = fc.constantFrom(1, 2, 3, 7, 50)

const classOf = ({ at = BERLIN }: Subject) =>
  DISTANCE_CLASSES.indexOf(distanceClass(distanceMeters(BERLIN, at)))
const isNear = ({ at = BERLIN }: Subject) => distanceMeters(BERLIN, at) <= near.radiusMeters

describe('listInOrder()', () => {
  test('"nearest" gives the nearest class first, in a class the newest first, on pages of any size', async () => {
    const property = fc.asyncProperty(offers, limits, async (drafts, limit) => {
      await among(drafts, async (stored) => {
        const expected = stored
          .filter(isNear)
          .toSorted((a, b) => classOf(a) - classOf(b) || (a.id < b.id ? 1 : -1))
          .map(({ id }) => id)
        const found = await pages({ sort: 'nearest' }, limit)
        expect(found.flat()).toEqual(expected)
        expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true)
        expect(found.at(-1)?.length === 0).toBe(expected.length === 0)
      })
    })
    await fc.assert(property, { numRuns: 40 })
  })

  test('"best" gives what has most of the words first, then the nearest class, then the newest, on pages of any size', async () => {
    const property = fc.asyncProperty(
      offers,
      limits,
      fc.subarray([...WORDS], { minLength: 1 }),
      async (drafts, limit, words) => {
        await among(drafts, async (stored) => {
          const common = ({ keywords }: Subject) => words.filter((word) => keywords.includes(word)).length
          const expected = stored
            .filter((subject) => isNear(subject) && common(subject) > 0)
            .toSorted((a, b) => common(b) - common(a) || classOf(a) - classOf(b) || (a.id < b.id ? 1 : -1))
            .map(({ id }) => id)
          const found = await pages({ sort: 'best', keywords: words.join() }, limit)
          expect(found.flat()).toEqual(expected)
          expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true)
        })
      },
    )
    await fc.assert(property, { numRuns: 40 })
  })

  test.each([{ sort: 'nearest' }, { sort: 'best', keywords: 'bike,car' }] as const)(
    'the pages of $sort give each once, and nothing that is written meanwhile',
    async (order) => {
      const drafts = Array.from({ length: 9 }, (_, index) => ({
        at: travel(BERLIN, 0, [100, 1_500, 3_000][index % 3] ?? 0),
        keywords: index % 2 === 0 ? ['bike', 'car'] : ['bike'],
      }))
      await among(drafts, async () => {
        const before = (await pages(order, 2)).flat()
        const found = await pages(order, 2, async (page) => {
          // It would be the first of all.
          await store.create(anOffer({ id: `id-new-${page}`, at: BERLIN, keywords: ['bike', 'car'] }), [])
        })
        expect(found.flat().filter((id) => before.includes(id))).toEqual(before)
        expect(new Set(found.flat()).size).toBe(found.flat().length)
        if (order.sort === 'best') expect(found.flat()).toEqual(before)
      })
    },
  )

  test(`"best" ranks the newest ${RANKED_MAX} that fit, and ends there`, async () => {
    const drafts = Array.from({ length: RANKED_MAX + 1 }, (_, index) => ({
      at: BERLIN,
      keywords: index < 2 ? ['bike', 'car'] : ['bike'],
    }))
    await among(drafts, async () => {
      const found = (await pages({ sort: 'best', keywords: 'bike,car' }, 200)).flat()
      expect(found).toHaveLength(RANKED_MAX)
      expect(found.slice(0, 2)).toEqual([idOf(1), idOf(RANKED_MAX)])
      expect(found).not.toContain(idOf(0))
    })
  })

  test('"best" counts each word once, in whatever form it is written', async () => {
    const drafts = [['Fahrräder', 'fahrrad'], ['Fahrrad', 'Auto'], ['autos']].map((keywords) => ({
      keywords,
      at: BERLIN,
    }))
    await among(drafts, async () => {
      const order = { sort: 'best', keywords: 'Fahrrad,FAHRRAD,Auto' } as const
      const page = await listInOrder(
        store,
        { keywords: ['fahrrad', 'auto'], limit: 9 },
        { ...order, cursor: undefined },
      )
      expect(page.items.map(({ id }) => id)).toEqual([idOf(1), idOf(2), idOf(0)])
    })
  })
})
