import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { badField } from '#lib/http/problem.ts'
import { decodeText, parseJson } from '#lib/http/read-json.ts'
import { NO_OBJECT, type RawEvent, type Refusal } from '../read-event.ts'
import { mediaTypeOf } from './media-type.ts'

/** How a header of an event in binary mode begins. */
const PREFIX = 'ce-'

const JSON_TYPE = /^(?:|text\/json|application\/(?:.+\+)?json)$/u
const TEXT_TYPE = /^text\/|[/+]xml$/u

const WRONG_VERSION: Refusal = { field: 'specversion', reason: 'must be "1.0"' }

/** True for an object that says it is a CloudEvent. */
export function isCloudEvent(value: Record<string, unknown>): boolean {
  return value['specversion'] === '1.0'
}

/**
 * A CloudEvent in structured mode (https://github.com/cloudevents/spec): its `subject` is the device, its `data` the params.
 * Its `source` is of no use here: who sends is told by tokens and keys.
 */
export function readCloudEvent(value: unknown): RawEvent | Refusal {
  if (!isRecord(value)) return NO_OBJECT
  if (!isCloudEvent(value)) return WRONG_VERSION
  const params = structuredParams(value)
  const { type, id, subject, time, writeKey } = value
  return { type, id, time, device: subject ?? params['di'], params, writeKey }
}

/** A request whose headers may be those of an event in binary mode. */
export interface BinaryMessage {
  readonly headers: Headers
  readonly body: Uint8Array
  readonly depthMax: number
}

/** True for a call with the headers of an event in binary mode. */
export function isBinaryCloudEvent(headers: Headers): boolean {
  return headers.has(`${PREFIX}specversion`)
}

/**
 * A CloudEvent in binary mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md):
 * attributes in headers, the data in the body.
 *
 * @throws {ProblemError} 400 where a header is not encoded as it must be, or the body is not what its type says.
 */
export function readBinaryCloudEvent({ headers, body, depthMax }: BinaryMessage): RawEvent | Refusal {
  if (attributeOf(headers, 'specversion') !== '1.0') return WRONG_VERSION
  const params = binaryParams(headers.get('content-type'), body, depthMax)
  return {
    type: attributeOf(headers, 'type'),
    id: attributeOf(headers, 'id'),
    time: attributeOf(headers, 'time'),
    device: attributeOf(headers, 'subject') ?? params['di'],
    params,
  }
}

function structuredParams(value: Record<string, unknown>): Params {
  const { data, data_base64: bytes, datacontenttype } = value
  return bytes === undefined ? paramsOf(data) : { data_base64: bytes, ...kindOf(datacontenttype) }
}

function binaryParams(contentType: string | null, body: Uint8Array, depthMax: number): Params {
  if (body.byteLength === 0) return {}
  const mediaType = mediaTypeOf(contentType)
  if (JSON_TYPE.test(mediaType)) return paramsOf(parseJson(decodeText(body), depthMax))
  const text = TEXT_TYPE.test(mediaType) ? textOf(body) : undefined
  const data = text === undefined ? { data_base64: Buffer.from(body).toString('base64') } : { data: text }
  return { ...data, ...kindOf(contentType) }
}

function paramsOf(data: unknown): Params {
  return isRecord(data) ? data : data === undefined ? {} : { data }
}

function kindOf(datacontenttype: unknown): Params {
  return datacontenttype === undefined ? {} : { datacontenttype }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // No UTF-8, whatever the sender says.
    return undefined
  }
}

/** An attribute as the binding writes it: quotes undone, then the %-escapes, once each. */
function attributeOf(headers: Headers, name: string): string | undefined {
  const value = headers.get(PREFIX + name)
  if (value === null) return undefined
  const text = value.startsWith('"') && value.endsWith('"') ? unquoted(value) : value
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw badField(
      PREFIX + name,
      'must be encoded as CloudEvents has it: a % begins two hexadecimal digits of UTF-8',
    )
  }
}

function unquoted(value: string): string {
  return value.slice(1, -1).replaceAll(/\\(.)/gu, '$1')
}
