import { expect, onTestFinished, test } from 'vitest'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { awaitedEngines } from '#lib/waits/engine-waits.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'

const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret of some length' }

test.each([
  ['s3://', 'it names no bucket'],
  ['s3://Bucket', 'it names no bucket'],
  ['s3://bucket:9000', 'it names no bucket'],
  ['s3://key:secret@bucket', 'keys belong to S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, not into it'],
  ['s3://bucket?endpiont=http://x', '"endpiont" is unknown'],
  ['s3://bucket?endpoint=localhost:9000', '"localhost:9000" is no endpoint'],
  ['s3://bucket?endpoint=http://host/path', '"http://host/path" is no endpoint'],
  ['s3://bucket/a//b', '"a//b" is no prefix'],
])('%s is refused: %s', async (url, reason) => {
  await expect(openBlobStore(url, keys)).rejects.toMatchObject({
    name: 'StartError',
    message: `Cannot read BLOB_URL: ${reason}`,
    hint: expect.stringContaining('s3://<bucket>/<prefix>'),
  })
})

test('without keys it says which settings want them', async () => {
  await expect(openBlobStore('s3://bucket')).rejects.toMatchObject({
    message: 'Cannot open blob store "s3://bucket": there is no access key',
    hint: 'Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
  })
})

test('a server that is away is waited for: uses are refused until it is there', async () => {
  const [port = 0] = await freePorts(1)
  const store = await openBlobStore(`s3://bucket?endpoint=http://127.0.0.1:${port}`, keys)
  onTestFinished(() => store.close())
  expect(awaitedEngines()).toContainEqual(expect.objectContaining({ name: `S3 at http://127.0.0.1:${port}` }))
  for (const use of [() => store.get('a'), () => store.put('a', Uint8Array.of(1)), () => store.check()]) {
    await expect(use()).rejects.toThrow(UnavailableError)
  }
  // One that knows conditions, and has nothing.
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

test('a server that takes no notice of conditions is refused, for it would overwrite', async () => {
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
    message: 'Cannot open blob store "s3://bucket": the server overwrites what must be put once',
  })
})
