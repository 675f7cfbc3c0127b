import { MongoClient } from 'mongodb'
import { describe, expect, inject, test } from 'vitest'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import { emptiedUrls } from './emptied-urls.fixture.ts'

const uri = inject('mongodbUri')
const phone = { id: 'phone', person: 'ada', created: 1_000 }

// The start of the run prints why there is no MongoDB; with CI=true the run has failed by then.
describe.skipIf(uri === undefined)('databases that tests share', () => {
  const nextUrl = emptiedUrls(uri ?? '')
  let first: string

  async function collectionsOf(url: string): Promise<string[]> {
    const client = new MongoClient(url)
    const found = await client.db().listCollections().toArray()
    await client.close()
    return found.map(({ name }) => name)
  }

  test('the first has no collections, and two of one test are two', async () => {
    first = await nextUrl()
    expect(await collectionsOf(first)).toEqual([])
    const store = await openForTest(openDeviceStore, first)
    await store.register(phone)
    const other = await openForTest(openDeviceStore, await nextUrl())
    expect([await store.find('phone'), await other.find('phone')]).toEqual([phone, undefined])
  })

  test('a later test gets the same, with its collections, without documents', async () => {
    const urls = [await nextUrl(), await nextUrl()]
    expect(urls).toContain(first)
    expect(await collectionsOf(first)).toContain('devices')
    const store = await openForTest(openDeviceStore, first)
    expect(await store.find('phone')).toBeUndefined()
  })
})
