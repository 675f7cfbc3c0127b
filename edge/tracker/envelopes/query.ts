import type { Params } from '#lib/events/event.ts'
import { readQuery } from '#lib/http/read-query.ts'
import type { RawEvent } from '../read-event.ts'

/** One event of a query string: the type stands in the path, everything else is kept as params. */
export function readQueryEvent(type: string, query: string): RawEvent {
  return readFieldsEvent(type, readQuery(query))
}

/** One event of fields that stand beside its path, in a query or in a body. */
export function readFieldsEvent(type: string, params: Params): RawEvent {
  const { ts, di } = params
  // No `id` from a query: pages track `?id=` of things of their own, and two views of one thing are two events.
  return { type, id: undefined, time: ts, device: di, params }
}
