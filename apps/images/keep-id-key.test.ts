import { expect, test } from 'vitest'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { keepIdKey } from './keep-id-key.ts'

test('makes a key once, and finds it again', async () => {
  const url = `file:${temporaryFolder()}`
  const key = await keepIdKey(await openBlobStore(url))
  expect(key).toHaveLength(32)
  expect(await keepIdKey(await openBlobStore(url))).toEqual(key)
  expect(await keepIdKey(await openBlobStore(`file:${temporaryFolder()}`))).not.toEqual(key)
})

test('of several that begin at once, all have one key', async () => {
  const url = `file:${temporaryFolder()}`
  const keys = await Promise.all(Array.from({ length: 8 }, async () => keepIdKey(await openBlobStore(url))))
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
})

test('says so when what lies there is no key', async () => {
  const blobs = await openBlobStore(`file:${temporaryFolder()}`)
  await blobs.put('id-key', new Uint8Array(5))
  await expect(keepIdKey(blobs)).rejects.toMatchObject({
    name: 'StartError',
    message: 'Cannot read key "id-key": it holds 5 bytes, not 32',
  })
})
