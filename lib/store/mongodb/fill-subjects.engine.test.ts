import { MongoClient } from 'mongodb'
import { describe, expect, inject, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import { fillMongoSubjects } from './fill-subjects.fixture.ts'
import { freshUrl } from './fresh-url.fixture.ts'

const uri = inject('mongodbUri')

// More than one batch of the filling.
const OFFERS = 2_001

// Told at the start of the run why there is no MongoDB; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('filling MongoDB with subjects', () => {
  test('leaves the same documents as the store writes, and the matcher finds them', async () => {
    const [filled, created] = [freshUrl(uri ?? ''), freshUrl(uri ?? '')]
    const search = aSearch({ language: 'de', ext: { size: 'L' }, validUntil: 1_900_000_000_000 })
    const follower = anOffer({ at: undefined, device: 'phone' })
    const offers = Array.from({ length: OFFERS }, () => anOffer({ northMeters: 100 }))
    const { rows } = await fillMongoSubjects(filled, [search, follower, ...offers])
    expect(rows).toBe(OFFERS + 2)

    const store = await openSubjectStore(created)
    await store.create(search, [])
    await store.create(follower, [])
    await store.close()
    const ids = [search.id, follower.id]
    expect(await documents(filled, ids)).toEqual(await documents(created, ids))

    const index = await openSubjectIndex(filled)
    expect(await index.findAll({ devices: ['phone'] })).toMatchObject([{ id: follower.id }])
    expect(await candidatesOf(index, search, OFFERS + 1)).toHaveLength(OFFERS)
    await index.close()
  })
})

async function documents(url: string, ids: readonly string[]): Promise<unknown[]> {
  const client = new MongoClient(url)
  try {
    const found = client
      .db()
      .collection<{ _id: string }>('subjects')
      .find({ _id: { $in: [...ids] } })
    return await found.sort({ _id: 1 }).toArray()
  } finally {
    await client.close()
  }
}
