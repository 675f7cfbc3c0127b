import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { BlobStoreOptions } from '#lib/blob-store/blob-store-options.ts'
import { listedPage, type ListedAnswer, type ListedPage } from '#lib/blob-store/listed-page.ts'
import { keyOf } from '#lib/blob-store/key-of.ts'
import { openS3Caller, type S3Answer, type S3Call } from '#lib/blob-store/s3-caller.ts'
import { s3Place, type S3Place } from '#lib/blob-store/s3-place.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import { stayConnected } from '#lib/waits/stay-connected.ts'

// No blob name can lead here, because names contain no `~`.
const PROBE = '~once'
const PUT_ID = 'x-amz-meta-put'

/**
 * Opens a bucket of an S3 server, or a prefix in it. While the server does not answer, every use rejects. It requires a server with
 * conditional writes (`If-None-Match: *`). The key needs the permissions to get, put and delete objects, and to list the bucket:
 * without the last one, S3 does not distinguish a missing blob from a forbidden one. If several callers remove one blob at the same
 * time, `remove()` may return true for each.
 *
 * @throws {StartError} when the place cannot be used.
 */
export async function openS3BlobStore(url: string, options: BlobStoreOptions): Promise<BlobStore> {
  const place = s3Place(url)
  const { accessKeyId = '', secretAccessKey = '' } = options
  if (accessKeyId === '' || secretAccessKey === '') {
    throw new StartError(
      `Cannot open blob store "${place.name}": there is no access key`,
      'Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    )
  }
  const callS3 = openS3Caller({ accessKeyId, secretAccessKey, region: place.region })
  const putOnce = (key: string, bytes: Uint8Array, id: string) =>
    callS3({
      method: 'PUT',
      url: place.baseUrl + key,
      headers: { 'if-none-match': '*', 'content-type': 'application/octet-stream', [PUT_ID]: id },
      bytes: new Uint8Array(bytes),
    })
  const probe = () => putOnce(PROBE, new Uint8Array(), newId())
  const connection = await stayConnected({
    engine: `S3 at ${new URL(place.baseUrl).origin}`,
    connect: () => provePlace(place, probe),
    disconnect: () => Promise.resolve(),
    refusalOf: (error) => (error instanceof StartError ? error : undefined),
  })

  /** Returns the answer to a call for a blob; undefined if there is no such blob. */
  async function ask(name: string, call: Omit<S3Call, 'url'>): Promise<S3Answer | undefined> {
    const answer = await callS3({ ...call, url: place.baseUrl + keyOf(name) })
    if (isGood(answer)) return answer
    if (answer.status !== 404) throw refused(answer)
    // The answer to HEAD has no body, so a second call finds out if the blob or the whole bucket is missing.
    const bucket =
      codeIn(answer) === 'NoSuchKey' ? undefined : await callS3({ method: 'HEAD', url: place.bucketUrl })
    if (bucket !== undefined && !isGood(bucket)) throw refused(bucket)
    return undefined
  }

  async function askList(after: string): Promise<ListedAnswer> {
    const prefix = decodeURIComponent(place.baseUrl.slice(place.bucketUrl.length))
    const query = new URLSearchParams({
      'list-type': '2',
      ...(prefix !== '' && { prefix }),
      ...(after !== '' && { 'continuation-token': after }),
    })
    const answer = await callS3({ method: 'GET', url: `${place.bucketUrl}?${query.toString()}` })
    if (!isGood(answer)) throw refused(answer)
    return { prefix, text: new TextDecoder().decode(answer.bytes) }
  }

  async function useBlob<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    try {
      await connection.check()
      return await work()
    } catch (error) {
      if (error instanceof RangeError) throw error
      throw new UnavailableError(`Cannot use blob "${name}" in "${place.name}": ${messageOf(error)}`, {
        cause: error,
      })
    }
  }

  return {
    put: (name, bytes) =>
      useBlob(name, async () => {
        const id = newId()
        const answer = await putOnce(keyOf(name), bytes, id)
        if (answer.status !== 412) {
          if (!isGood(answer)) throw refused(answer)
          return true
        }
        // The answer to an earlier try may have been lost. The stored PUT_ID shows whether the existing blob is ours.
        const taken = answer.isRepeated ? await ask(name, { method: 'HEAD' }) : undefined
        return taken?.headers.get(PUT_ID) === id
      }),
    get: (name) => useBlob(name, async () => (await ask(name, { method: 'GET' }))?.bytes),
    remove: (name) =>
      useBlob(name, async () => {
        // S3 answers DELETE in the same way for existing and missing blobs.
        if ((await ask(name, { method: 'HEAD' })) === undefined) return false
        await ask(name, { method: 'DELETE' })
        return true
      }),
    async *list() {
      for (let after: string | undefined = ''; after !== undefined;) {
        const page: ListedPage = await useBlob('', async () => listedPage(await askList(after ?? '')))
        yield* page.blobs
        after = page.next
      }
    },
    async check() {
      await connection.check()
      try {
        const answer = await probe()
        if (answer.status !== 412 && !isGood(answer)) throw refused(answer)
      } catch (error) {
        throw new UnavailableError(`Cannot store blobs in "${place.name}": ${messageOf(error)}`, {
          cause: error,
        })
      }
    },
    close: () => connection.close(),
  }
}

/**
 * Puts the same key twice and checks that the server rejects the second call with 412.
 *
 * @throws {StartError} when the server does not, or rejects the credentials. Other errors are temporary.
 */
async function provePlace({ name }: S3Place, put: () => Promise<S3Answer>): Promise<void> {
  const fail = (reason: string, hint: string) =>
    new StartError(`Cannot open blob store "${name}": ${reason}`, hint)
  for (let time = 1; time <= 2; time += 1) {
    const answer = await put()
    if (answer.status === 412) return
    if (answer.status >= 500 || answer.status === 429) throw refused(answer)
    if (!isGood(answer)) {
      throw fail(
        refused(answer).message,
        'Check the bucket, endpoint and region in BLOB_URL, and S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY with their permissions.',
      )
    }
  }
  throw fail(
    'the server ignores If-None-Match and overwrites existing blobs',
    'Use an S3 server with conditional writes (If-None-Match).',
  )
}

function isGood({ status }: S3Answer): boolean {
  return status >= 200 && status < 300
}

function refused(answer: S3Answer): Error {
  return new Error(`the server answered ${answer.status} ${codeIn(answer) ?? ''}`.trimEnd())
}

/** Returns the error code in an answer of S3. */
function codeIn({ bytes }: S3Answer): string | undefined {
  return /<Code>(?<code>\w+)<\/Code>/u.exec(new TextDecoder().decode(bytes.subarray(0, 2_000)))?.groups?.[
    'code'
  ]
}
