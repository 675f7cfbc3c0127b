import { expect, onTestFinished, test } from 'vitest'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { awaitedEngines } from '#lib/waits/engine-waits.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'

const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret of some length' }

test.each([
  ['s3://', 'it contains no valid bucket name'],
  ['s3://Bucket', 'it contains no valid bucket name'],
  ['s3://bucket:9000', 'it contains no valid bucket name'],
  ['s3://key:secret@bucket', 'it contains keys, which belong in S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY'],
  ['s3://bucket?endpiont=http://x', 'the parameter "endpiont" is unknown'],
  ['s3://bucket?endpoint=localhost:9000', '"localhost:9000" is not a valid endpoint'],
  ['s3://bucket?endpoint=http://host/path', '"http://host/path" is not a valid endpoint'],
  ['s3://bucket/a//b', '"a//b" is not a valid prefix'],
])('%s is rejected: %s', async (url, reason) => {
  await expect(openBlobStore(url, keys)).rejects.toMatchObject({
    name: 'StartError',
    message: `Cannot read BLOB_URL: ${reason}`,
    hint: expect.stringContaining('s3://<bucket>/<prefix>'),
  })
})

test('without keys it names the required settings', async () => {
  await expect(openBlobStore('s3://bucket')).rejects.toMatchObject({
    message: 'Cannot open blob store "s3://bucket": there is no access key',
    hint: 'Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
  })
})

test('while the server is away, uses reject; they work when it is back', async () => {
  const [port = 0] = await freePorts(1)
  const store = await openBlobStore(`s3://bucket?endpoint=http://127.0.0.1:${port}`, keys)
  onTestFinished(() => store.close())
  expect(awaitedEngines()).toContainEqual(expect.objectContaining({ name: `S3 at http://127.0.0.1:${port}` }))
  for (const use of [() => store.get('a'), () => store.put('a', Uint8Array.of(1)), () => store.check()]) {
    await expect(use()).rejects.toThrow(UnavailableError)
  }
  // A server that supports conditions and is empty.
  const server = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port,
    fetch: ({ method }) =>
      method === 'PUT'
        ? new Response(null, { status: 412 })
        : new Response('<Code>NoSuchKey</Code>', { status: 404 }),
  })
  onTestFinished(() => server.stop(true))
  const isThere = () =>
    store.check().then(
      () => true,
      () => false,
    )
  await expect.poll(isThere, { timeout: 15_000 }).toBe(true)
  expect(await store.get('a')).toBeUndefined()
})

test('a server that ignores conditions is rejected, because it would overwrite blobs', async () => {
  const heedless = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => new Response(),
  })
  onTestFinished(() => heedless.stop(true))
  await expect(
    openBlobStore(`s3://bucket?endpoint=http://127.0.0.1:${heedless.port}`, keys),
  ).rejects.toMatchObject({
    name: 'StartError',
    message:
      'Cannot open blob store "s3://bucket": the server ignores If-None-Match and overwrites existing blobs',
  })
})
