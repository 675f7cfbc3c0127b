import { segmentsOf } from '#lib/blob-store/segments-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** Where in an S3 blobs are kept. */
export interface S3Place {
  /** For messages. */
  readonly name: string
  /** The bucket's own address, with a slash at its end. */
  readonly bucketUrl: string
  /** What the addresses of blobs begin with. */
  readonly baseUrl: string
  readonly region: string
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u
const FORM = 's3://<bucket>/<prefix>?endpoint=<http or https URL>&region=<name>, prefix and query optional'

/**
 * Reads `s3://bucket/prefix?endpoint=https://host&region=eu-central-1`; without an endpoint it is Amazon's of the region.
 *
 * @throws {StartError} when it is not of that form.
 *
 * @example
 * ```ts
 * s3Place('s3://blobs/push?region=eu-central-1').baseUrl // => 'https://s3.eu-central-1.amazonaws.com/blobs/push/'
 * s3Place('s3://blobs?endpoint=http://127.0.0.1:9000').baseUrl // => 'http://127.0.0.1:9000/blobs/'
 * ```
 */
export function s3Place(url: string): S3Place {
  if (!URL.canParse(url)) throw wrong('it is no URL')
  const { hostname: bucket, username, port, pathname, searchParams } = new URL(url)
  if (username !== '') throw wrong('keys belong to S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, not into it')
  if (!BUCKET.test(bucket) || port !== '') throw wrong('it names no bucket')
  const unknown = [...searchParams.keys()].find((key) => key !== 'endpoint' && key !== 'region')
  if (unknown !== undefined) throw wrong(`"${unknown}" is unknown`)
  const region = searchParams.get('region') ?? 'us-east-1'
  const endpoint = searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`
  if (!/^https?:\/\/[^/?#@]+\/?$/u.test(endpoint) || !URL.canParse(endpoint)) {
    throw wrong(`"${endpoint}" is no endpoint`)
  }
  const prefix = pathname.replaceAll(/^\/|\/$/gu, '')
  try {
    if (prefix !== '') segmentsOf(prefix)
  } catch (error) {
    throw wrong(`"${prefix}" is no prefix`, error)
  }
  const bucketUrl = `${new URL(endpoint).origin}/${bucket}/`
  return {
    name: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`,
    bucketUrl,
    baseUrl: prefix === '' ? bucketUrl : `${bucketUrl}${prefix}/`,
    region,
  }
}

function wrong(reason: string, cause?: unknown): StartError {
  return new StartError(`Cannot read BLOB_URL: ${reason}`, `Its form is ${FORM}.`, { cause })
}
