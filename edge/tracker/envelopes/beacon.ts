import type { Params } from '#lib/events/event.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { readQuery } from '#lib/http/read-query.ts'
import { mediaTypeOf } from './media-type.ts'

/** The body of a beacon, of any type that `navigator.sendBeacon()` and `fetch()` set by default. */
export interface BeaconBody {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly depthMax: number
}

const FORM = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data'
const JSON_TYPE = 'application/json'

// The start of a text that is probably JSON.
const JSON_START = /^\s*[[{]/u

/**
 * The params in the body of a beacon: the fields of a JSON object or of a form. Other JSON and text become the param `data`.
 *
 * @throws {ProblemError} 400 if the body does not fit its type, 415 for an unknown type.
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

// An event has only one value of these: the same value in both places counts once.
const SINGLE = new Set(['di', 'dk', 'ts'])

/**
 * The params of a query and of a body, merged. A name in both gets a list of both values, as a name that is twice in a query.
 * Null in the body counts as absent.
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

/** The JSON in a text; undefined if it is not JSON. */
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
    throw badField('body', 'is not a form of the type that its Content-Type names')
  }
  const names = [...new Set(form.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name)
      if (values.some((value) => typeof value !== 'string')) throw badField(name, 'must be text, not a file')
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

const UNKNOWN_TYPE = new ProblemError({
  status: 415,
  code: 'bad_content_type',
  field: 'Content-Type',
  detail: `The header Content-Type must name one of these types: text/plain, ${JSON_TYPE}, ${FORM}, ${PARTS}`,
})
