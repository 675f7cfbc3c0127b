import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { badField } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { NO_OBJECT, type RawEvent, type Refusal } from '../read-event.ts'
import { mediaTypeOf } from './media-type.ts'

/** Prefix of the headers of an event in binary mode. */
const PREFIX = 'ce-'

// Attributes with a field of their own. All others are kept as attributes of the client.
const OWN = new Set(
  'specversion type id source subject time data data_base64 datacontenttype writeKey writekey dk'.split(' '),
)

const USUAL_TYPE = 'application/json'
const JSON_TYPE = /^(?:|text\/json|application\/(?:.+\+)?json)$/u
const TEXT_TYPE = /^text\/|[/+]xml$/u
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/u

const WRONG_VERSION: Refusal = { field: 'specversion', reason: 'must be "1.0"' }
const TWO_DATA: Refusal = { field: 'data_base64', reason: 'must not be given together with "data"' }
const NO_BASE64: Refusal = { field: 'data_base64', reason: 'must be text in Base64' }

/** True for an object that says it is a CloudEvent, of any version. */
export function isCloudEvent(value: Record<string, unknown>): boolean {
  return isGiven(value['specversion'])
}

/**
 * A CloudEvent in structured mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md): its
 * `subject` is the device, its `data` the params. An attribute that is null is absent.
 */
export function readCloudEvent(value: unknown): RawEvent | Refusal {
  if (!isRecord(value)) return NO_OBJECT
  const { specversion, id, data, data_base64: bytes, datacontenttype } = value
  if (specversion !== '1.0') return { id, ...WRONG_VERSION }
  const contentType = datacontenttype ?? undefined
  if (!isGiven(bytes)) return rawEventOf(value, contentType, { data })
  if (isGiven(data)) return { id, ...TWO_DATA }
  return typeof bytes === 'string' && BASE64.test(bytes)
    ? rawEventOf(value, contentType, { bytes })
    : { id, ...NO_BASE64 }
}

/** A request with an event in binary mode. */
export interface BinaryMessage {
  readonly headers: Headers
  readonly body: Uint8Array
  readonly depthMax: number
}

/** True for the headers of an event in binary mode. */
export function isBinaryCloudEvent(headers: Headers): boolean {
  return headers.has(`${PREFIX}specversion`)
}

/**
 * A CloudEvent in binary mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md):
 * attributes in headers, the data in the body.
 *
 * @throws {ProblemError} 400 if a header has a wrong encoding, or the body does not fit its type.
 */
export function readBinaryCloudEvent({ headers, body, depthMax }: BinaryMessage): RawEvent | Refusal {
  const attributes = Object.fromEntries(
    [...headers].flatMap(([name, value]) =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), decoded(name, value)]] : [],
    ),
  )
  if (attributes['specversion'] !== '1.0') return WRONG_VERSION
  const contentType = headers.get('content-type')
  return rawEventOf(attributes, contentType ?? undefined, binaryData(contentType, body, depthMax))
}

/** The data of an event: a value, or bytes in Base64. */
type Data = { readonly data: unknown } | { readonly bytes: string }

function rawEventOf(value: Record<string, unknown>, contentType: unknown, data: Data): RawEvent {
  const { type, id, time, source, subject, dk, writeKey, writekey } = value
  const { params, type: dataType } = paramsOf(data, contentType)
  const others = Object.entries(value).filter(([name, each]) => !OWN.has(name) && isGiven(each))
  if (dataType !== undefined) others.push(['datacontenttype', dataType])
  return {
    type,
    id,
    time,
    device: subject ?? params['di'],
    params: isGiven(dk) ? { ...params, dk } : params,
    writeKey: writeKey ?? writekey,
    origin: { source, attributes: others.length > 0 ? Object.fromEntries(others) : undefined },
  }
}

/** The params in the data of an event. The type of an object goes beside them if it is not `application/json`. */
function paramsOf(data: Data, contentType: unknown): { readonly params: Params; readonly type?: unknown } {
  const kind = contentType === undefined ? {} : { datacontenttype: contentType }
  if ('bytes' in data) return { params: { data_base64: data.bytes, ...kind } }
  if (isGiven(data.data) && !isRecord(data.data)) return { params: { data: data.data, ...kind } }
  const isUsual = typeof contentType === 'string' && ['', USUAL_TYPE].includes(mediaTypeOf(contentType))
  return { params: isRecord(data.data) ? data.data : {}, ...(!isUsual && { type: contentType }) }
}

function binaryData(contentType: string | null, body: Uint8Array, depthMax: number): Data {
  if (body.byteLength === 0) return { data: undefined }
  const mediaType = mediaTypeOf(contentType)
  if (JSON_TYPE.test(mediaType)) return { data: parseExactJson(decodeText(body), depthMax) }
  const text = TEXT_TYPE.test(mediaType) ? textOf(body) : undefined
  return text === undefined ? { bytes: Buffer.from(body).toString('base64') } : { data: text }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // The bytes are not UTF-8, so they are kept as Base64.
    return undefined
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/**
 * An attribute, decoded as the binding says: first the quotes, then the %-escapes, once each. An attribute that we do not use
 * may hold a bare %, because some senders do not escape.
 */
function decoded(header: string, value: string): string {
  const text = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? unquoted(value) : value
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    if (!OWN.has(header.slice(PREFIX.length))) return value
    throw badField(
      header,
      'must be encoded as CloudEvents says: two hexadecimal digits of UTF-8 follow each %',
    )
  }
}

function unquoted(value: string): string {
  return value.slice(1, -1).replaceAll(/\\(.)/gu, '$1')
}
