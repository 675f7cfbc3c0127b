import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import type { RawEvent } from '../read-event.ts'

const RESERVED = new Set(['type', 'id', 'ts', 'sentAt', 'di', 'params', 'specversion', 'source', 'time'])

/**
 * A plain event: `type`, `id?`, `ts?`, `sentAt?`, `di?` and `params`; without `params` all other fields are the params. The
 * device may also stand in the params.
 */
export function readPlainEvent(value: Record<string, unknown>): RawEvent {
  const { type, id, ts, sentAt, di, writeKey } = value
  const params = paramsOf(value)
  return { type, id, time: ts ?? params['ts'], sentAt, device: di ?? params['di'], params, writeKey }
}

function paramsOf(value: Record<string, unknown>): Params {
  const { params, di } = value
  if (isRecord(params)) return params
  const rest = Object.entries(value).filter(([key]) => !RESERVED.has(key))
  return Object.fromEntries(di === undefined ? rest : [['di', di], ...rest])
}
