import * as fc from 'fast-check'
import { gzipSync } from 'node:zlib'

/** A request that no sane client would send. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

const CONTENT_TYPES = [
  'application/json',
  'text/plain',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=\u00fc',
  ';;',
]
const ENCODINGS = ['gzip', 'deflate', 'br', 'zstd', 'identity', 'gzip, gzip', 'x']
const HEADERS = [
  'authorization',
  'ce-dk',
  'ce-id',
  'ce-source',
  'ce-specversion',
  'ce-subject',
  'ce-time',
  'ce-type',
  'dnt',
  'origin',
  'push-device-key',
  'sec-gpc',
  'traceparent',
  'user-agent',
  'x-forwarded-for',
  'x-limit-u',
  'x-push-ip',
  'x-push-key',
]
// Field names of all forms, and names of JavaScript's object prototype.
const FIELDS = `
  type id ts di dk params batch sentAt writeKey specversion source subject data time data_base64
  messageId anonymousId userId event properties traits context timestamp _type lat lon lt lg tst tid
  acc locations geometry coordinates device_id location deviceid coords latitude longitude dnt
  __proto__ constructor toString length`
  .trim()
  .split(/\s+/u)

const text = fc.oneof(
  fc.constantFrom(
    '',
    'geo',
    'track',
    'location',
    'Feature',
    'Point',
    '1.0',
    'null',
    'NaN',
    '1e999',
    '-0',
    '2026-11-25T00:00:00Z',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
)
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(1e308, -1e308, 8.64e15, -8.64e15, Number.MAX_SAFE_INTEGER, 1_795_000_000),
)

/** Values with the fields of all forms, nested to any depth. */
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('any'), { maxLength: 8 }),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), text), tie('any'), { maxKeys: 8 }),
})).any

const json = value.map((each) => JSON.stringify(each))
const deep = fc.integer({ min: 1, max: 5_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth))
const written = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 2, arbitrary: fc.array(json, { maxLength: 8 }).map((lines) => lines.join('\n')) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.tuple(json, fc.nat(60)).map(([whole, end]) => whole.slice(0, end)) },
  { weight: 1, arbitrary: fc.webQueryParameters() },
)
const bytes = fc.oneof(
  { weight: 6, arbitrary: written.map((each) => Buffer.from(each)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: written.map((each) => gzipSync(each)) },
  {
    weight: 1,
    arbitrary: fc.tuple(written, fc.nat(30)).map(([each, end]) => gzipSync(each).subarray(0, end)),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 300_000 }).map((size) => gzipSync(Buffer.alloc(size, '[1]'))),
  },
)

// Only values that `fetch()` accepts: others would never reach the tracker.
const headerValue = fc.oneof(
  fc.constantFrom(
    '1',
    '1.0',
    'Bearer x.y.z',
    'Basic eDp5',
    'null',
    '127.0.0.1',
    '::1, 1.2.3.4',
    '"%C3%BC"',
    '%',
    '00-',
    'wk_x',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map((each) => each.trim()),
)
const headers = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...HEADERS), headerValue, { maxKeys: 4 }),
    fc.option(fc.constantFrom(...CONTENT_TYPES), { nil: undefined }),
    fc.option(fc.constantFrom(...ENCODINGS), { nil: undefined, freq: 6 }),
  )
  .map(([some, type, encoding]) => ({
    ...some,
    ...(type !== undefined && { 'content-type': type }),
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  }))

const segment = fc.oneof(
  text.map((each) => encodeURIComponent(each.toWellFormed())),
  fc.constantFrom('%', '%zz', '%00', '..', '.gif', 'geo.gif', '%2e%2e', 'a'.repeat(3_000)),
)
const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((each) => `?${each}`),
  fc
    .dictionary(fc.constantFrom(...FIELDS), text, { maxKeys: 6 })
    .map((fields) => `?${new URLSearchParams(wellFormed(fields))}`),
  fc.constantFrom('?%', '?%zz=%', '?a&&=&=b', `?a=${'x'.repeat(20_000)}`),
)

/** Calls of a route, which is given by method and path. */
export function aCallOf(row: string): fc.Arbitrary<Call> {
  const [method = 'GET', pattern = '/'] = row.split(' ')
  const hasBody = method === 'POST'
  return fc.tuple(segment, query, headers, bytes).map(([rest, search, some, body]) => ({
    method,
    path: pattern.replace('*', () => rest) + search,
    headers: some,
    body: hasBody ? body : undefined,
  }))
}

function wellFormed(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, each.toWellFormed()]))
}
