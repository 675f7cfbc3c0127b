import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { readQuery } from '#lib/http/read-query.ts'
import { mediaTypeOf } from './media-type.ts'

/** The body of a beacon: whatever `navigator.sendBeacon()` and `fetch()` send by themselves. */
export interface BeaconBody {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly depthMax: number
}

const FORM = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data'
const JSON_TYPE = 'application/json'

// As text begins that is meant as JSON.
const JSON_START = /^\s*[[{]/u

/**
 * The params in the body of a beacon: the fields of a JSON object or of a form. Text and JSON of any other kind is the param
 * `data`.
 *
 * @throws {ProblemError} 400 where the body is not what its type says, 415 where nobody reads that type.
 */
export async function readBeaconBody({ bytes, contentType, depthMax }: BeaconBody): Promise<Params> {
  if (bytes.byteLength === 0) return {}
  const mediaType = mediaTypeOf(contentType)
  if (mediaType === PARTS) return readParts(bytes, contentType ?? '')
  if (!['', 'text/plain', FORM, JSON_TYPE].includes(mediaType)) throw UNKNOWN_TYPE
  const text = decodeText(bytes)
  if (mediaType === JSON_TYPE) return paramsOf(parseExactJson(text, depthMax))
  const value = JSON_START.test(text) ? jsonIn(text, depthMax) : undefined
  if (value !== undefined) return paramsOf(value)
  return mediaType === FORM ? { ...readQuery(text) } : { data: text }
}

// Of these an event has one each: the same value in both places is one.
const SINGLE = new Set(['di', 'dk', 'ts'])

/**
 * The params of a query and those of a body together; a name that stands in both has both values, as one that comes twice in
 * a query. What is null in the body is as if it were not there.
 *
 * @example
 * ```ts
 * mergedParams({ a: '1', b: '2' }, { b: 3, c: 4 }) // => { a: '1', b: ['2', 3], c: 4 }
 * mergedParams({ di: 'phone-1', a: '1' }, { di: 'phone-1', a: null }) // => { di: 'phone-1', a: '1' }
 * ```
 */
export function mergedParams(query: Params, body: Params): Params {
  const entries = Object.entries(body).map(([name, value]) => [
    name,
    Object.hasOwn(query, name) ? both(name, query[name], value) : value,
  ])
  return { ...query, ...Object.fromEntries(entries) }
}

function both(name: string, before: unknown, value: unknown): unknown {
  const text = typeof value === 'number' ? String(value) : value
  if (value === null || (SINGLE.has(name) && text === before)) return before
  return [...[before].flat(), value]
}

function paramsOf(value: unknown): Params {
  return isRecord(value) ? value : { data: value }
}

/** The JSON in a text that may be none. */
function jsonIn(text: string, depthMax: number): unknown {
  try {
    return parseExactJson(text, depthMax)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'bad_json') return undefined
    throw error
  }
}

async function readParts(bytes: Uint8Array, contentType: string): Promise<Params> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw badField('body', 'is not the form that its Content-Type says')
  }
  const names = [...new Set(form.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name)
      if (values.some((value) => typeof value !== 'string'))
        throw badField(name, 'must be text: no files here')
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

const UNKNOWN_TYPE = new ProblemError({
  status: 415,
  code: 'bad_content_type',
  field: 'Content-Type',
  detail: `The header Content-Type must name a kind of body that is read here: text/plain, ${JSON_TYPE}, ${FORM}, ${PARTS}`,
})
