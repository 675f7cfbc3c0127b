import { z } from '@hono/zod-openapi'
import { knownFields, type KnownFields } from '#lib/http/known-fields.ts'
import { draftSchema } from './subject-wire.ts'

/**
 * A JSON Merge Patch of a search or an offer. What it makes of the stored one is checked by `draftSchema` as a whole; this
 * schema refuses unknown fields, and describes the known ones.
 */
export const patchSchema = z.strictObject(patchShape()).openapi('SubjectPatch', {
  description: 'Fields to change; null removes one. A field that is not given stays as it is',
})

function patchShape(): Record<string, z.ZodType> {
  const fields = Object.entries(draftSchema.shape).map(([name, schema]) => {
    const inside = knownFields(schema)
    const whole: z.ZodType = schema instanceof z.ZodDefault ? schema.unwrap() : schema
    return [name, optional(inside === undefined ? whole : partsOf(inside))] as const
  })
  return Object.fromEntries(fields)
}

/** Parts of an object, of any type: only the whole can be checked. */
function partsOf(fields: KnownFields): z.ZodType {
  const parts = [...fields].map(
    ([name, inside]) => [name, optional(inside === undefined ? z.unknown() : partsOf(inside))] as const,
  )
  return z.strictObject(Object.fromEntries(parts), { error: 'must be an object of known fields' })
}

function optional(schema: z.ZodType): z.ZodType {
  return schema.nullable().optional()
}
