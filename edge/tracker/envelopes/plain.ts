import { isDeepStrictEqual } from 'node:util'
import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import type { RawEvent, Refusal } from '../read-event.ts'

// Fields that are not params. `specversion` marks a CloudEvent; in a plain event it can only be null.
const OWN = new Set(['type', 'id', 'ts', 'sentAt', 'di', 'params', 'specversion'])

/**
 * A plain event: `type`, `id?`, `ts?`, `sentAt?`, `di?` and `params?`. All other fields become params. The device and the time
 * may also be in the params.
 */
export function readPlainEvent(value: Record<string, unknown>): RawEvent | Refusal {
  const { type, id, ts, sentAt, di, writeKey, params: inside } = value
  if (inside !== undefined && inside !== null && !isRecord(inside))
    return { id, field: 'params', reason: 'must be a JSON object' }
  const others = Object.keys(value).filter((name) => !OWN.has(name))
  const twice = others.find((name) => isRecord(inside) && differs(inside, value, name))
  if (twice !== undefined) {
    return { id, field: twice, reason: 'must not have one value in "params" and another beside it' }
  }
  const params = isRecord(inside) ? inside : di === undefined || di === null ? {} : { di }
  return {
    type,
    id,
    time: ts ?? params['ts'],
    sentAt,
    device: di ?? params['di'],
    params: others.length === 0 ? params : joined(params, value, others),
    writeKey,
  }
}

function differs(inside: Params, beside: Params, name: string): boolean {
  // Null counts as absent.
  if (!Object.hasOwn(inside, name) || inside[name] === null || beside[name] === null) return false
  return inside[name] !== beside[name] && !isDeepStrictEqual(inside[name], beside[name])
}

function joined(params: Params, value: Params, names: readonly string[]): Params {
  const added = names.filter((name) => value[name] !== null || !Object.hasOwn(params, name))
  // `fromEntries()` is safe for a field with the name "__proto__".
  return { ...params, ...Object.fromEntries(added.map((name) => [name, value[name]])) }
}
