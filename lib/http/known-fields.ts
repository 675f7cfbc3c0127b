import { z } from '@hono/zod-openapi'

/** The fields of an object by their names, each with the fields inside it; undefined if a field has no named fields inside. */
export type KnownFields = ReadonlyMap<string, KnownFields | undefined>

/**
 * The fields that an object schema declares; for a list, the fields of its items. Undefined for a schema without named fields.
 *
 * @example
 * ```ts
 * const schema = z.object({ title: z.string(), at: z.object({ lat: z.number() }).optional() })
 * knownFields(schema) // => new Map([['title', undefined], ['at', new Map([['lat', undefined]])]])
 * knownFields(z.string()) // => undefined
 * ```
 */
export function knownFields(schema: unknown): KnownFields | undefined {
  if (schema instanceof z.ZodObject) {
    return new Map(Object.entries(schema.shape).map(([name, field]) => [name, knownFields(field)]))
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return knownFields(schema.unwrap())
  }
  if (schema instanceof z.ZodPipe) return knownFields(schema.in)
  if (schema instanceof z.ZodArray) return knownFields(schema.element)
  return undefined
}

/**
 * The names of all fields, with the path to each. The error text "did you mean ...?" uses it. If several fields have the same
 * name, the result has the path of only one of them.
 *
 * @example
 * ```ts
 * [...pathsOf(new Map([['at', new Map([['lat', undefined]])]]))] // => [['lat', 'at.lat'], ['at', 'at']]
 * ```
 */
export function pathsOf(fields: KnownFields, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    [...fields].flatMap(([name, inside]) => [
      ...(inside === undefined ? [] : pathsOf(inside, `${prefix}${name}.`)),
      [name, `${prefix}${name}`] as const,
    ]),
  )
}
