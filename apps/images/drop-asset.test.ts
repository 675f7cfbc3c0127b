import { beforeEach, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import { openAssetStore } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { derivedName, masterName } from './asset-names.ts'
import { dropAsset } from './drop-asset.ts'
import { storeAsset } from './store-asset.ts'

const ID = 'a'.repeat(64)
const MASTER = Buffer.from('large')
const LOOKS = { placeholder: '', likeness: '' }

let blobs: BlobStore
let assets: AssetStore

beforeEach(async () => {
  const folder = temporaryFolder()
  blobs = await openBlobStore(`file:${folder}/blobs`)
  const opened = await openAssetStore(`sqlite:${folder}/store.db`)
  assets = opened
  return () => opened.close()
})

const bring = (owner: string, by: AssetStore = assets) =>
  storeAsset({ id: ID, owner, width: 1, height: 1, bytes: 5, created: 1, ...LOOKS }, MASTER, {
    pictures: by,
    blobs,
  })

/** Removes a reference like another process, with turns of its own. */
const drop = (owner: string, by: AssetStore = assets) =>
  dropAsset(ID, owner, { pictures: by, blobs, inTurn: openInTurn(), forgetAnswers: () => undefined })

async function master(): Promise<string | undefined> {
  const bytes = await blobs.get(masterName(ID))
  return bytes && Buffer.from(bytes).toString()
}

test('the last reference removes the files', async () => {
  for (const owner of ['anna', 'ben']) await bring(owner)
  const thumb = derivedName(ID, 'thumb', 'webp')
  await blobs.put(thumb, Buffer.from('small'))
  expect(await drop('anna')).toBe(true)
  expect(await master()).toBe('large')
  expect(await drop('anna')).toBe(false)
  expect(await master()).toBe('large')
  expect(await drop('ben')).toBe(true)
  expect([await master(), await blobs.get(thumb)]).toEqual([undefined, undefined])
})

test('an upload of the same picture while another process removes it keeps the files', async () => {
  await bring('anna')
  const isShared = async (id: string, owner: string) => {
    const before = await assets.isShared(id, owner)
    await bring('ben')
    return before
  }
  expect(await drop('anna', { ...assets, isShared })).toBe(true)
  expect(await master()).toBe('large')
})

test('an upload while the last of several owners remove it concurrently keeps the files', async () => {
  for (const owner of ['anna', 'cem']) await bring(owner)
  const remove = async (id: string, owner: string, nowMs: number) => {
    await assets.remove(id, 'cem', nowMs)
    const left = await assets.remove(id, owner, nowMs)
    await bring('ben')
    return left
  }
  expect(await drop('anna', { ...assets, remove })).toBe(true)
  expect(await master()).toBe('large')
})

test('an upload that found existing files, and adds its reference after their removal, keeps the files', async () => {
  await bring('anna')
  const add: AssetStore['add'] = async (asset) => {
    await drop('anna')
    return assets.add(asset)
  }
  expect(await bring('ben', { ...assets, add })).toBe(true)
  expect(await master()).toBe('large')
})
