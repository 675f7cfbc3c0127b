import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { BlobStoreOptions } from '#lib/blob-store/blob-store-options.ts'
import { keyOf } from '#lib/blob-store/key-of.ts'
import { openS3Caller, type S3Answer, type S3Call } from '#lib/blob-store/s3-caller.ts'
import { s3Place, type S3Place } from '#lib/blob-store/s3-place.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { newId } from '#lib/ids/new-id.ts'
import { stayConnected } from '#lib/waits/stay-connected.ts'

// No blob's name can lead here, for `~` is in none.
const PROBE = '~once'
const PUT_ID = 'x-amz-meta-put'

/**
 * Opens a bucket of an S3, or a prefix in one. A server that does not answer is waited for; until then every use is refused. What is put once rests on conditional writes (`If-None-Match: *`), so a
 * server that does not know them is refused. The key needs the rights to get, put and delete objects, and to list the bucket:
 * without the last S3 does not tell a missing blob from a forbidden one. Of several that remove one blob at the same time, S3
 * lets each believe it was the one.
 *
 * @throws {StartError} when it cannot be used.
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

  /** The answer to a call for a blob; undefined when there is no such blob. */
  async function ask(name: string, call: Omit<S3Call, 'url'>): Promise<S3Answer | undefined> {
    const answer = await callS3({ ...call, url: place.baseUrl + keyOf(name) })
    if (isGood(answer)) return answer
    if (answer.status !== 404) throw refused(answer)
    // An answer to HEAD has no body to say what is missing: the blob, or the whole bucket.
    const bucket =
      codeIn(answer) === 'NoSuchKey' ? undefined : await callS3({ method: 'HEAD', url: place.bucketUrl })
    if (bucket !== undefined && !isGood(bucket)) throw refused(bucket)
    return undefined
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
        // The answer to an earlier try may have been lost: then what took the name is our own work.
        const taken = answer.isRepeated ? await ask(name, { method: 'HEAD' }) : undefined
        return taken?.headers.get(PUT_ID) === id
      }),
    get: (name) => useBlob(name, async () => (await ask(name, { method: 'GET' }))?.bytes),
    remove: (name) =>
      useBlob(name, async () => {
        // S3 answers a removal alike, whether there was something or not.
        if ((await ask(name, { method: 'HEAD' })) === undefined) return false
        await ask(name, { method: 'DELETE' })
        return true
      }),
    async check() {
      await connection.check()
      try {
        const answer = await probe()
        if (answer.status !== 412 && !isGood(answer)) throw refused(answer)
      } catch (error) {
        throw new UnavailableError(`Cannot keep blobs in "${place.name}": ${messageOf(error)}`, {
          cause: error,
        })
      }
    },
    close: () => connection.close(),
  }
}

/**
 * Puts what is there already: that must be refused, and only that.
 *
 * @throws {StartError} when the server does otherwise, or refuses us; what else it throws may get better by waiting.
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
        'Check the bucket, endpoint and region in BLOB_URL, and S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY with their rights.',
      )
    }
  }
  throw fail(
    'the server overwrites what must be put once',
    'Use an S3 with conditional writes (If-None-Match).',
  )
}

function isGood({ status }: S3Answer): boolean {
  return status >= 200 && status < 300
}

function refused(answer: S3Answer): Error {
  return new Error(`the server answered ${answer.status} ${codeIn(answer) ?? ''}`.trimEnd())
}

/** S3's word for what is wrong. */
function codeIn({ bytes }: S3Answer): string | undefined {
  return /<Code>(?<code>\w+)<\/Code>/u.exec(new TextDecoder().decode(bytes.subarray(0, 2_000)))?.groups?.[
    'code'
  ]
}
