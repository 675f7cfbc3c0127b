import { MongoClient } from 'mongodb'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import { awaitedEngines } from '#lib/waits/engine-waits.ts'
import { freshUrl } from './fresh-url.fixture.ts'
import { documentOfSubject, type SubjectDocument } from './subject-document.ts'

const uri = inject('mongodbUri')

const PREPARED_MS = 50_000

/** A store resolves after some seconds, also if it is still computing keys: then this waits until it is done. */
async function untilPrepared(): Promise<void> {
  await expect.poll(awaitedEngines, { timeout: PREPARED_MS }).toEqual([])
}

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('rekeySubjects()', () => {
  test('gives subjects that an older version wrote the keys of this one, at every opening, and is no edit', async () => {
    const url = freshUrl(uri ?? '')
    const client = new MongoClient(url, { ignoreUndefined: true })
    onTestFinished(() => client.close())
    const subjects = client.db().collection<SubjectDocument>('subjects')
    const offers = Array.from({ length: 1_001 }, (_, place) =>
      anOffer({ id: `offer ${place}`, keywords: ['tische', 'łodz'] }),
    )
    // Its keywords, folded, were its keys.
    const oldDocument = (offer: (typeof offers)[number]) => {
      const { words, wordsFor: _wordsFor, keyed: _keyed, keys: _keys, ...document } = documentOfSubject(offer)
      return { ...document, keywords: words ?? [] }
    }
    await subjects.insertMany(offers.slice(1).map(oldDocument))
    const store = await openForTest(openSubjectStore, url)
    const index = await openForTest(openSubjectIndex, url)
    await untilPrepared()
    const search = aSearch({ keywords: ['Tisch'] })
    expect(await candidatesOf(index, search, 2_000)).toHaveLength(1_000)
    expect(await store.find('offer 7')).toEqual(offers[7])
    expect(await subjects.findOne({ _id: 'offer 7' })).toMatchObject({
      keywords: ['tische', 'tisch', 'lodz'],
    })

    // An older process edits: it carries on the fields that it does not know.
    await subjects.updateOne({ _id: 'offer 8' }, { $set: { keywords: ['stuhle'], version: 2 } })
    expect(await store.find('offer 8')).toEqual({ ...offers[8], keywords: ['stuhle'], version: 2 })
    await subjects.updateOne({ _id: 'offer 8' }, { $set: { keywords: ['tische', 'tisch', 'lodz'] } })
    expect(await store.find('offer 8')).toEqual({ ...offers[8], version: 2 })

    // An older process writes beside newer ones.
    await subjects.insertMany(offers.slice(0, 1).map(oldDocument))
    expect(await store.find('offer 0')).toEqual(offers[0])
    expect((await store.list({ keywords: ['tische'], limit: 2_000 })).items).toHaveLength(1_001)
    await openForTest(openSubjectStore, url)
    await untilPrepared()
    expect(await candidatesOf(index, search, 2_000)).toHaveLength(1_001)
  })
})
