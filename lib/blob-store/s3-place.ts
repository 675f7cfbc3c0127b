import { segmentsOf } from '#lib/blob-store/segments-of.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** The place of blobs in an S3 server. */
export interface S3Place {
  /** Its name in messages. */
  readonly name: string
  /** The URL of the bucket, with a slash at the end. */
  readonly bucketUrl: string
  /** The prefix of the URLs of all blobs. */
  readonly baseUrl: string
  readonly region: string
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u
const FORM = 's3://<bucket>/<prefix>?endpoint=<http or https URL>&region=<name>, prefix and query optional'

/**
 * Parses `s3://bucket/prefix?endpoint=https://host&region=eu-central-1`. The default endpoint is that of Amazon in the region.
 *
 * @throws {StartError} when the URL has another form.
 *
 * @example
 * ```ts
 * s3Place('s3://blobs/push?region=eu-central-1').baseUrl // => 'https://s3.eu-central-1.amazonaws.com/blobs/push/'
 * s3Place('s3://blobs?endpoint=http://127.0.0.1:9000').baseUrl // => 'http://127.0.0.1:9000/blobs/'
 * ```
 */
export function s3Place(url: string): S3Place {
  if (!URL.canParse(url)) throw wrong('it is not a URL')
  const { hostname: bucket, username, port, pathname, searchParams } = new URL(url)
  if (username !== '')
    throw wrong('it contains keys, which belong in S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY')
  if (!BUCKET.test(bucket) || port !== '') throw wrong('it contains no valid bucket name')
  const unknown = [...searchParams.keys()].find((key) => key !== 'endpoint' && key !== 'region')
  if (unknown !== undefined) throw wrong(`the parameter "${unknown}" is unknown`)
  const region = searchParams.get('region') ?? 'us-east-1'
  const endpoint = searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`
  if (!/^https?:\/\/[^/?#@]+\/?$/u.test(endpoint) || !URL.canParse(endpoint)) {
    throw wrong(`"${endpoint}" is not a valid endpoint`)
  }
  const prefix = pathname.replaceAll(/^\/|\/$/gu, '')
  try {
    if (prefix !== '') segmentsOf(prefix)
  } catch (error) {
    throw wrong(`"${prefix}" is not a valid prefix`, error)
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
