import { AwsClient } from 'aws4fetch'

/** A call to an S3 server. */
export interface S3Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bytes?: Uint8Array<ArrayBuffer>
}

/** The complete answer of the server. */
export interface S3Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** True if the call was retried: an earlier try may have succeeded and only its answer was lost. */
  readonly isRepeated: boolean
}

/** The credentials and the region. */
export interface S3CallerOptions {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

const TRIES_MAX = 4
const PAUSE_MS = 100
const ANSWER_MS_MAX = 30_000
// Temporary rejections: 429 too many calls, 409 conflict with a concurrent call on the same key.
const FOR_NOW: ReadonlySet<number> = new Set([409, 429])

/**
 * Creates a function that signs calls (AWS Signature Version 4, including the body) and sends them. It retries temporary failures,
 * and rejects if the last try got no answer.
 */
export function openS3Caller(options: S3CallerOptions): (call: S3Call) => Promise<S3Answer> {
  const signer = new AwsClient({ ...options, service: 's3', retries: 0 })

  async function callOnce({ method, url, headers, bytes }: S3Call) {
    const hash = new Bun.CryptoHasher('sha256').update(bytes ?? new Uint8Array()).digest('hex')
    const request = await signer.sign(url, {
      method,
      headers: { ...headers, 'x-amz-content-sha256': hash },
      ...(bytes !== undefined && { body: bytes }),
    })
    // Redirects are not followed: the signature is valid for one host, and no other host may receive the data.
    const response = await fetch(request, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes: body }
  }

  return async function callS3(call) {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await callOnce(call)
        const isForNow = answer.status >= 500 || FOR_NOW.has(answer.status)
        if (!isForNow || tries === TRIES_MAX) return { ...answer, isRepeated: tries > 1 }
      } catch (error) {
        if (tries === TRIES_MAX) throw error
      }
      await Bun.sleep(PAUSE_MS * 2 ** (tries - 1))
    }
  }
}
