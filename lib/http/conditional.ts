import type { Context, TypedResponse } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'

/** The answer of a read that has not changed since the client read it. */
export const notModified = { description: 'Not modified since the ETag of If-None-Match' } as const

// The bodies of two callers differ, and so do JSON and a page.
const VARY = 'Accept, Authorization'

/**
 * True when an If-None-Match header names the ETag. Weak and strong ETags are the same here, as RFC 9110 demands for this header.
 *
 * @example
 * ```ts
 * ifNoneMatch('W/"a", "b"', '"a"') // => true
 * ifNoneMatch('"c"', '"a"') // => false
 * ifNoneMatch(undefined, '"a"') // => false
 * ```
 */
export function ifNoneMatch(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const wanted = strong(etag)
  return header.split(',').some((each) => each.trim() === '*' || strong(each.trim()) === wanted)
}

/**
 * A word that names a text: the same text has the same word. It is short, and no secret.
 *
 * @example
 * ```ts
 * digestOf('{"a":1}') === digestOf('{"a":1}') // => true
 * digestOf('{"a":1}') === digestOf('{"a":2}') // => false
 * ```
 */
export function digestOf(text: string): string {
  return Bun.hash(text).toString(36)
}

/** Answers a read with JSON and an ETag; with 304 and no body when the client already has this text. */
export function jsonWithEtag<Body>(
  c: Context<AppEnv>,
  body: Body,
  etagOf: (text: string) => string = weakEtagOf,
): Response & TypedResponse<Body, 200, 'json'> {
  const text = JSON.stringify(body)
  const headers = { etag: etagOf(text), vary: VARY }
  const response = ifNoneMatch(c.req.header('if-none-match'), headers.etag)
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text is the JSON of this body; hono types only what its own json() makes
  return response as Response & TypedResponse<Body, 200, 'json'>
}

// Weak: two texts with one digest are not the same byte for byte for certain.
function weakEtagOf(text: string): string {
  return `W/"${digestOf(text)}"`
}

function strong(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag
}
