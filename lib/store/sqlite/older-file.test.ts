import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { BERLIN } from '#lib/builders/a-subject.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import {
  openBlockStore,
  openDeviceStore,
  openMappingStore,
  openMatchStore,
  openPositionStore,
  openSubjectIndex,
  openSubjectStore,
} from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

// Written by the version of 25 November 2026, before word forms and languages of subjects. Never write it anew: what an
// upgrade finds on the disks of others is the point of this test.
const WRITTEN = join(import.meta.dirname, 'store-of-november.db.gz')
const THEN = 1_760_000_000_000

function unpackStore(): string {
  const path = join(temporaryFolder(), 'store.db')
  writeFileSync(path, gunzipSync(readFileSync(WRITTEN)))
  return `sqlite:${path}`
}

/** The position of the phone in the file is old. */
const EVER = { positionValidMs: Infinity }

test('the searches and offers in a file of an older version are read with the fields of this version', async () => {
  const store = await openForTest((name) => openSubjectStore(name, EVER), unpackStore())
  const search = await store.find('search-1')
  expect(search).toMatchObject({
    kind: 'search',
    wants: 'offers',
    title: 'Fahrräder',
    text: 'With lights',
    keywords: ['fahrräder', 'bike'],
    owner: 'anna',
    at: BERLIN,
    radiusMeters: 1_000,
    active: true,
    ext: { colour: 'blue' },
    created: THEN,
    version: 1,
  })
  expect(search?.language).toBeUndefined()
  expect(await store.find('offer-1')).toMatchObject({
    owner: 'ben',
    device: 'bens-phone',
    showLocation: false,
    at: snapToGrid(BERLIN),
  })
  expect(await store.find('offer-2')).toMatchObject({
    active: false,
    validUntil: 1_790_000_000_000,
    images: ['ab'],
  })
  const { items } = await store.list({ owner: 'ben', limit: 10 })
  expect(items.map(({ id }) => id).toSorted()).toEqual(['offer-1', 'offer-2'])
})

test('they meet by forms of words, and can be changed and removed', async () => {
  const url = unpackStore()
  const store = await openForTest((name) => openSubjectStore(name, EVER), url)
  const index = await openForTest((name) => openSubjectIndex(name, EVER), url)
  const search = await store.find('search-1')
  if (search === undefined) throw new Error('Cannot find the search of the file')
  await expect.poll(async () => (await candidatesOf(index, search)).map(({ id }) => id)).toEqual(['offer-1'])
  const edited = { ...search, title: 'Räder', language: 'de', version: 2 } as const
  expect(await store.update(edited, 1, [])).toBe('updated')
  expect(await store.find('search-1')).toMatchObject({ title: 'Räder', language: 'de', version: 2 })
  expect(await store.remove('search-1', 2, [])).toBe(true)
  expect(await store.find('search-1')).toBeUndefined()
})

test('the other stores read what it holds', async () => {
  const url = unpackStore()
  const matches = await openForTest(openMatchStore, url)
  expect(await matches.find(['match-1'])).toMatchObject([
    {
      id: 'match-1',
      search: 'search-1',
      offer: 'offer-1',
      episode: 1,
      state: 'together',
      owners: { search: 'anna', offer: 'ben' },
      foundAt: THEN,
    },
  ])
  const devices = await openForTest(openDeviceStore, url)
  expect(await devices.find('bens-phone')).toMatchObject({ id: 'bens-phone', person: 'ben', created: THEN })
  const blocks = await openForTest(openBlockStore, url)
  expect(await blocks.ofPerson('anna')).toEqual([{ person: 'carl', since: THEN }])
  const mappings = await openForTest(openMappingStore, url)
  expect(await mappings.find('bens-phone')).toMatchObject({ person: 'ben', channel: 'log' })
  const positions = await openForTest(openPositionStore, url)
  expect(await positions.findAll(['bens-phone'])).toMatchObject([
    { person: 'ben', at: BERLIN, cell: snapToGrid(BERLIN), timeMs: THEN },
  ])
})
