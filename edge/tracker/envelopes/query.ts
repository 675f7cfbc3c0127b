import type { Params } from '#lib/events/event.ts'
import { readQuery } from '#lib/http/read-query.ts'
import type { RawEvent } from '../read-event.ts'

/** The event in a query string: its type comes from the path, all fields are params. */
export function readQueryEvent(type: string, query: string): RawEvent {
  return readFieldsEvent(type, readQuery(query))
}

/** The event in the fields of a query or a body. */
export function readFieldsEvent(type: string, params: Params): RawEvent {
  const { ts, di } = params
  // `id` in a query is not the event's id: pages use it for their own things, and two views of one thing are two events.
  return { type, id: undefined, time: ts, device: di, params }
}
