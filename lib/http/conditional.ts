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

/** What an answer has besides its text. */
export interface AnswerOptions {
  /** The ETag of the text; a weak one without it. */
  readonly etagOf?: (text: string) => string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers a read with JSON and an ETag; with 304 and no body when the client already has this text. */
export function jsonWithEtag<Body>(
  c: Context<AppEnv>,
  body: Body,
  options: AnswerOptions = {},
): Response & TypedResponse<Body, 200, 'json'> {
  const response = textWithEtag(c, { type: 'application/json', text: JSON.stringify(body) }, options)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text is the JSON of this body; hono types only what its own json() makes
  return response as Response & TypedResponse<Body, 200, 'json'>
}

/** Answers a read with a text of a media type and an ETag, as `jsonWithEtag()` does. */
export function textWithEtag(
  c: Context<AppEnv>,
  { type, text }: { readonly type: string; readonly text: string },
  { etagOf = weakEtagOf, headers = {} }: AnswerOptions = {},
): Response {
  const all = { ...headers, etag: etagOf(text), vary: VARY }
  return ifNoneMatch(c.req.header('if-none-match'), all.etag)
    ? new Response(null, { status: 304, headers: all })
    : new Response(text, { headers: { ...all, 'content-type': type } })
}

// Weak: two texts with one digest are not the same byte for byte for certain.
function weakEtagOf(text: string): string {
  return `W/"${digestOf(text)}"`
}

function strong(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag
}
