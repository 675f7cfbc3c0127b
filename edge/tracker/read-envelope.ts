import { isRecord } from '#lib/events/is-record.ts'
import type { Params } from '#lib/events/event.ts'
import { readQuery } from '#lib/http/read-query.ts'
import type { RawEvent } from './read-event.ts'

/** The events of a body, and when its client says it sent them. */
export interface Envelope {
  readonly sentAt: unknown
  /** The write key of all of them. */
  readonly writeKey: unknown
  readonly events: readonly unknown[]
}

const RESERVED = new Set(['type', 'id', 'ts', 'di', 'params', 'specversion', 'source', 'time'])

/** The batch in a JSON body: an array, or `{sentAt?, batch: [...]}`; undefined when it is neither. */
export function readBatch(body: unknown): Envelope | undefined {
  if (Array.isArray(body)) return { sentAt: undefined, writeKey: undefined, events: body }
  if (!isRecord(body) || !Array.isArray(body['batch'])) return undefined
  return { sentAt: body['sentAt'], writeKey: body['writeKey'], events: body['batch'] }
}

/**
 * One event of a JSON body: a CloudEvent in structured mode (its `subject` is the device, its `data` the params), or a plain
 * object with `type`, `id?`, `ts?`, `di?` and `params`; without `params` all other fields are the params. A device may also
 * stand in the params. Undefined when it is no object.
 */
export function readRawEvent(value: unknown): RawEvent | undefined {
  if (!isRecord(value)) return undefined
  const isCloudEvent = value['specversion'] === '1.0'
  const params = isCloudEvent ? paramsOf(value['data']) : plainParams(value)
  return {
    type: value['type'],
    id: value['id'],
    time: isCloudEvent ? value['time'] : (value['ts'] ?? params['ts']),
    device: (isCloudEvent ? value['subject'] : value['di']) ?? params['di'],
    params,
    writeKey: value['writeKey'],
  }
}

/** One event of a query string: the type stands in the path, everything else is kept as params. */
export function readQueryEvent(type: string, query: string): RawEvent {
  const params = readQuery(query)
  const { ts, di } = params
  // No `id` from a query: pages track `?id=` of things of their own, and two views of one thing are two events.
  return { type, id: undefined, time: isTime(ts) ? ts : undefined, device: di, params }
}

function plainParams(value: Record<string, unknown>): Params {
  if (isRecord(value['params'])) return value['params']
  const { di } = value
  const rest = Object.entries(value).filter(([key]) => !RESERVED.has(key))
  return Object.fromEntries(di === undefined ? rest : [['di', di], ...rest])
}

function paramsOf(data: unknown): Params {
  return isRecord(data) ? data : data === undefined ? {} : { data }
}

function isTime(text: unknown): boolean {
  return typeof text === 'string' && /^\d{10,16}$/u.test(text)
}
