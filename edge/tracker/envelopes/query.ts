import { readQuery } from '#lib/http/read-query.ts'
import type { RawEvent } from '../read-event.ts'

/** One event of a query string: the type stands in the path, everything else is kept as params. */
export function readQueryEvent(type: string, query: string): RawEvent {
  const params = readQuery(query)
  const { ts, di } = params
  // No `id` from a query: pages track `?id=` of things of their own, and two views of one thing are two events.
  return { type, id: undefined, time: ts, device: di, params }
}
