import { z } from '@hono/zod-openapi'
import { PERSON_ID } from '#lib/auth/person-id.ts'
import { DEVICE_ID_RULE, isDeviceId } from '#lib/events/device-id.ts'
import { MERGE_PATCH_TYPE } from '#lib/http/merge-patch.ts'
import { isPathStep } from '#lib/http/path-segment.ts'
import { FORMATS, MEDIA_TYPES, type Format } from '#lib/http/wanted-format.ts'

/** A person's id, see `isPersonId()`. */
export const personId = z
  .string({ error: 'must be text' })
  .regex(PERSON_ID, {
    error: 'must be 1–64 characters of A–Z a–z 0–9 . _ @ : -, the first one a letter or a digit',
  })
  .openapi({ example: 'anna' })

/** A device id, see `isDeviceId()`. */
export const deviceId = z
  .string({ error: 'must be text' })
  .refine(isDeviceId, { error: DEVICE_ID_RULE })
  .openapi({ example: 'phone-1' })

/** An id that we made. */
export const ownId = z
  .string({ error: 'must be text' })
  .regex(/^[A-Za-z0-9._-]{1,64}$/u, { error: 'must be 1–64 characters of A–Z a–z 0–9 . _ -' })
  .refine((text) => !isPathStep(text), { error: 'must not be a path step' })
  .openapi({ example: '019a0000-0000-7000-8000-000000000001' })

/** The number of things on a page. */
export function pageLimit(max: number, fallback: number) {
  return z.coerce
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(max, { error: `must be at most ${max}` })
    .default(fallback)
}

/** The body of every error, see lib/http/problem.ts. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    field: z.string().optional(),
    request_id: z.string(),
  })
  .openapi('Problem')

/** The `responses` of a route that may fail, to add to its good ones. */
export const problemResponses = {
  default: {
    description: 'A problem in the format of RFC 9457',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const

/** A JSON body or answer of a route. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/**
 * An answer in several formats, each with its schema; `wantedFormat()` chooses among them.
 *
 * @param schemas by format; that of JSON is needed
 */
export function inFormats<Schemas extends SchemasByFormat>(description: string, schemas: Schemas) {
  const content = Object.fromEntries(
    FORMATS.flatMap((format) => {
      const schema = schemas[format]
      return schema === undefined ? [] : [[MEDIA_TYPES[format], { schema }]]
    }),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries() forgets the names
  return { description, content: content as unknown as ContentOf<Schemas> }
}

type SchemasByFormat = { readonly [F in Format]?: z.ZodType } & { readonly json: z.ZodType }
type ContentOf<Schemas> = {
  [F in Extract<keyof Schemas, Format> as (typeof MEDIA_TYPES)[F]]: { schema: Schemas[F] }
}

/** The parameter `format` of a route that answers in several formats: it counts more than the Accept header. */
export function formatParameter<const Formats extends readonly Format[]>(formats: Formats) {
  return z
    .enum(formats, { error: `must be one of ${formats.join(', ')}` })
    .optional()
    .openapi({ description: 'The format of the answer, where an Accept header cannot be sent' })
}

/** The schema of a page of HTML. */
export const pageSchema = z.string()

/** A JSON Merge Patch as the body of a route (https://www.rfc-editor.org/rfc/rfc7396). */
export function mergePatchBody<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, required: true, content: { [MERGE_PATCH_TYPE]: { schema } } }
}

/** Tells caches that the answer depends on what the client accepts. */
export const VARY_ACCEPT = { vary: 'Accept' } as const

/**
 * An answer of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). The schema is that of one
 * event, as clients see it; `data` is JSON.
 */
export function serverSentEvents(description: string) {
  const event = z.object({
    id: z.string().optional(),
    event: z.string().optional(),
    data: z.string(),
  })
  return { description, content: { 'text/event-stream': { schema: event } } }
}
