import { readQuery, type QueryFields } from '#lib/http/read-query.ts'
import type { TrackerLimits } from '../options.ts'

/** The query of a URL, without its question mark. */
export function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at === -1 ? '' : url.slice(at + 1)
}

/** The fields of a request's query; none if it is too long. */
export function readQueryOf({ url }: Request, { queryBytesMax }: TrackerLimits): QueryFields {
  const query = queryOf(url)
  return query.length > queryBytesMax ? {} : readQuery(query)
}

/** The text of a field that is in the query once. */
export function textOf(field: QueryFields[string] | undefined): string | undefined {
  return typeof field === 'string' ? field : undefined
}
