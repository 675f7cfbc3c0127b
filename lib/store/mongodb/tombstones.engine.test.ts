import { MongoClient } from 'mongodb'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { aSearch } from '#lib/builders/a-subject.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openSubjectStore } from '#lib/store/open.ts'
import { freshUrl } from './fresh-url.fixture.ts'
import type { SubjectDocument } from './subject-document.ts'

const uri = inject('mongodbUri')
const NOW = 1_760_000_000_000

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('subjects that were removed', () => {
  async function open() {
    const url = freshUrl(uri ?? '')
    const client = new MongoClient(url)
    onTestFinished(() => client.close())
    const documents = () => client.db().collection<SubjectDocument>('subjects').find().toArray()
    return { store: await openForTest(openSubjectStore, url), documents }
  }

  test('leave nothing but their events, and nothing when these were told', async () => {
    const { store, documents } = await open()
    const subject = aSearch()
    const [created, removed] = [anOutgoingEvent(), anOutgoingEvent()]
    await store.create(subject, [created])
    await store.remove(subject.id, 1, [removed])
    expect((await documents()).map((document) => Object.keys(document).toSorted())).toEqual([
      ['_id', 'unsent'],
    ])
    await store.markSent([created.id])
    expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([removed])
    await store.markSent([removed.id])
    expect(await documents()).toEqual([])
  })

  test('leave nothing when they had no events, or keep those of before', async () => {
    const { store, documents } = await open()
    const [silent, told] = [aSearch(), aSearch()]
    const event = anOutgoingEvent()
    await store.create(silent, [])
    await store.create(told, [event])
    expect(await store.remove(silent.id, 1, [])).toBe(true)
    expect(await store.remove(told.id, 1, [])).toBe(true)
    expect(await store.remove(told.id, 1, [])).toBe(false)
    expect((await documents()).map(({ _id }) => _id)).toEqual([told.id])
    expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([event])
  })

  test('do not take their id with them, and stay in the outbox when it is used again', async () => {
    const { store, documents } = await open()
    const subject = aSearch()
    const [removed, again] = [anOutgoingEvent(), anOutgoingEvent()]
    await store.create(subject, [])
    await store.remove(subject.id, 1, [removed])
    expect(await store.create({ ...subject, title: 'Again' }, [again])).toBe('created')
    expect(await store.find(subject.id)).toEqual({ ...subject, title: 'Again' })
    expect(await store.leaseUnsent(9, 1_000, NOW)).toEqual([removed, again])
    await store.markSent([removed.id, again.id])
    expect(await store.find(subject.id)).toEqual({ ...subject, title: 'Again' })
    expect((await documents())[0]).not.toHaveProperty('unsent')
  })

  test('are buried by one of many who tell their last events at once', async () => {
    const { store, documents } = await open()
    const subject = aSearch()
    const events = Array.from({ length: 6 }, () => anOutgoingEvent())
    await store.create(subject, [])
    await store.remove(subject.id, 1, events)
    await Promise.all(events.map(({ id }) => store.markSent([id])))
    expect(await documents()).toEqual([])
  })
})
