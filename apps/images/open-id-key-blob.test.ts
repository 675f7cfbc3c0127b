import { expect, test } from 'vitest'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openIdKeyBlob } from './open-id-key-blob.ts'

test('creates a key once, and finds it again', async () => {
  const url = `file:${temporaryFolder()}`
  const key = await openIdKeyBlob(await openBlobStore(url))
  expect(key).toHaveLength(32)
  expect(await openIdKeyBlob(await openBlobStore(url))).toEqual(key)
  expect(await openIdKeyBlob(await openBlobStore(`file:${temporaryFolder()}`))).not.toEqual(key)
})

test('several concurrent starts get the same key', async () => {
  const url = `file:${temporaryFolder()}`
  const keys = await Promise.all(
    Array.from({ length: 8 }, async () => openIdKeyBlob(await openBlobStore(url))),
  )
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
})

test('reports an invalid key', async () => {
  const blobs = await openBlobStore(`file:${temporaryFolder()}`)
  await blobs.put('id-key', new Uint8Array(5))
  await expect(openIdKeyBlob(blobs)).rejects.toMatchObject({
    name: 'StartError',
    message: 'Cannot read key "id-key": it holds 5 bytes, not 32',
  })
})
