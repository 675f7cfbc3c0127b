// The same test as Hono's validator uses to tell JSON from other bodies.
const JSON_TYPE = /^application\/([a-z-.]+\+)?json(;.*)?$/iu

/** True when a Content-Type header says that a body is JSON. */
export function isJsonType(contentType: string | null | undefined): boolean {
  return JSON_TYPE.test(contentType ?? '')
}
