import { AwsClient } from 'aws4fetch'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { describeBlobStore } from '#lib/blob-store/blob-store-contract.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'

const s3 = inject('s3')
const { url = '', accessKeyId = '', secretAccessKey = '' } = s3 ?? {}
const keys = { accessKeyId, secretAccessKey }
const [bucket = '', endpoint = ''] = url.split('?endpoint=')
const bytes = new TextEncoder().encode('a picture')

const freshUrl = (server = endpoint) => `${bucket}/${newId()}?endpoint=${server}`

// The start of the run reports why the engine is missing. With CI=true the run has already failed there.
describe.skipIf(s3 === undefined)('on a real S3', () => {
  describeBlobStore('s3', () => freshUrl(), keys)

  test('a wrong secret or an unknown key is rejected at the start', async () => {
    for (const wrong of [
      { ...keys, secretAccessKey: `${secretAccessKey}x` },
      { ...keys, accessKeyId: 'AKIANOBODY' },
    ]) {
      await expect(openBlobStore(freshUrl(), wrong)).rejects.toMatchObject({
        name: 'StartError',
        message: expect.stringMatching(/^Cannot open blob store "s3:.*": the server answered 403 \w+$/u),
        hint: expect.stringContaining('S3_SECRET_ACCESS_KEY'),
      })
    }
  })

  test('a missing bucket is reported at the start', async () => {
    await expect(openBlobStore(`s3://no-such-bucket?endpoint=${endpoint}`, keys)).rejects.toMatchObject({
      name: 'StartError',
      message: 'Cannot open blob store "s3://no-such-bucket": the server answered 404 NoSuchBucket',
    })
  })

  test('a removed bucket is unavailable, and does not look empty', async () => {
    const own = `bucket-${newId()}`
    const signer = new AwsClient({ ...keys, service: 's3', region: 'us-east-1' })
    const call = async (method: string, path: string) =>
      expect((await signer.fetch(`${endpoint}/${own}${path}`, { method })).ok).toBe(true)
    await call('PUT', '/')
    const store = await openBlobStore(`s3://${own}?endpoint=${endpoint}`, keys)
    expect(await store.get('a')).toBeUndefined()
    expect(await store.remove('a')).toBe(false)
    await call('DELETE', '/~once')
    await call('DELETE', '/')
    await expect(store.get('a')).rejects.toBeInstanceOf(UnavailableError)
    await expect(store.remove('a')).rejects.toBeInstanceOf(UnavailableError)
    await expect(store.put('a', bytes)).rejects.toThrow(
      `Cannot use blob "a" in "s3://${own}": the server answered 404 NoSuchBucket`,
    )
  })

  test('put() recognises its own blob when the answer was lost', async () => {
    const lossy = loseAnswers()
    const store = await openBlobStore(freshUrl(lossy.url), keys)
    lossy.loseNext()
    expect(await store.put('mine', bytes)).toBe(true)
    expect(lossy.lost()).toBe(1)
    lossy.loseNext()
    expect(await store.put('mine', new Uint8Array(3))).toBe(false)
    expect(lossy.lost()).toBe(2)
    expect(await store.get('mine')).toEqual(bytes)
  })
})

/** A proxy to the server that loses the answers to some calls. */
function loseAnswers() {
  let left = 0
  let lost = 0
  const way = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url)
      const response = await fetch(endpoint + pathname, {
        method: request.method,
        // Includes the header host: it is signed, so the server must receive it unchanged.
        headers: request.headers,
        ...(request.method === 'PUT' && { body: await request.arrayBuffer() }),
      })
      if (left === 0) return response
      left -= 1
      lost += 1
      return new Response(null, { status: 502 })
    },
  })
  onTestFinished(() => way.stop(true))
  return {
    url: `http://127.0.0.1:${way.port}`,
    loseNext: () => void (left += 1),
    lost: () => lost,
  }
}
