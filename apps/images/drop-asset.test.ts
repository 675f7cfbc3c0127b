import { beforeEach, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import { openAssetStore } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { blobName } from './asset-names.ts'
import { dropAsset } from './drop-asset.ts'
import { storeAsset } from './store-asset.ts'
import { openQueue } from './open-queue.ts'

const ID = 'a'.repeat(64)
const FILES = { view: Buffer.from('large'), thumb: Buffer.from('small') }

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
  storeAsset({ id: ID, owner, width: 1, height: 1, bytes: 5, created: 1 }, FILES, { assets: by, blobs })

/** Removes a reference like another process, with its own queue. */
const drop = (owner: string, by: AssetStore = assets) =>
  dropAsset(ID, owner, { assets: by, blobs, queue: openQueue() })

async function textOf(preset: keyof typeof FILES): Promise<string | undefined> {
  const bytes = await blobs.get(blobName(ID, preset))
  return bytes && Buffer.from(bytes).toString()
}

test('the last reference removes the files', async () => {
  for (const owner of ['anna', 'ben']) await bring(owner)
  expect(await drop('anna')).toBe(true)
  expect(await textOf('view')).toBe('large')
  expect(await drop('anna')).toBe(false)
  expect(await textOf('view')).toBe('large')
  expect(await drop('ben')).toBe(true)
  expect([await textOf('view'), await textOf('thumb')]).toEqual([undefined, undefined])
})

test('an upload of the same picture while another process removes it keeps the files', async () => {
  await bring('anna')
  const isShared = async (id: string, owner: string) => {
    const before = await assets.isShared(id, owner)
    await bring('ben')
    return before
  }
  expect(await drop('anna', { ...assets, isShared })).toBe(true)
  expect([await textOf('view'), await textOf('thumb')]).toEqual(['large', 'small'])
})

test('an upload while the last of several owners remove it concurrently keeps the files', async () => {
  for (const owner of ['anna', 'cem']) await bring(owner)
  const remove = async (id: string, owner: string) => {
    await assets.remove(id, 'cem')
    const left = await assets.remove(id, owner)
    await bring('ben')
    return left
  }
  expect(await drop('anna', { ...assets, remove })).toBe(true)
  expect([await textOf('view'), await textOf('thumb')]).toEqual(['large', 'small'])
})

test('an upload that found existing files, and adds its reference after their removal, keeps the files', async () => {
  await bring('anna')
  const add: AssetStore['add'] = async (asset) => {
    await drop('anna')
    return assets.add(asset)
  }
  expect(await bring('ben', { ...assets, add })).toBe(true)
  expect([await textOf('view'), await textOf('thumb')]).toEqual(['large', 'small'])
})
