import { AwsClient } from 'aws4fetch'

/** What to ask of an S3. */
export interface S3Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bytes?: Uint8Array<ArrayBuffer>
}

/** What it answered, read to its end. */
export interface S3Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** True when an earlier try may have done the work, and its answer was lost. */
  readonly isRepeated: boolean
}

/** Who asks, of a server in which region. */
export interface S3CallerOptions {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

const TRIES_MAX = 4
const PAUSE_MS = 100
const ANSWER_MS_MAX = 30_000
// Refused for now: too many calls, or (409) another call on the same key was in the way.
const FOR_NOW: ReadonlySet<number> = new Set([409, 429])

/**
 * Gives a function that signs calls (AWS Signature Version 4, body included) and makes them, again when the server could not
 * answer; it rejects when no try was answered.
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
    // Redirects are not followed: the signature holds for one host only, and no other is to see the picture.
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
