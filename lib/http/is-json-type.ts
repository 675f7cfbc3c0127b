// Accepts every type that the media-type gate of zod-openapi accepts (its `jsonRequestRegex`), so every body that a validator
// reads was limited. The gate accepts fewer types than we do: it answers 415 to the others, before Hono's validator runs.
const JSON_TYPE = /^application\/([a-z-.]+\+)?json(;.*)?$/iu

/** True when a Content-Type header says that a body is JSON. */
export function isJsonType(contentType: string | null | undefined): boolean {
  return JSON_TYPE.test(contentType ?? '')
}
