import { z } from '@hono/zod-openapi'

/** The fields of an object by their names, each with the fields inside it. */
export type KnownFields = ReadonlyMap<string, KnownFields | undefined>

/**
 * The fields that an object schema knows; for a list, the fields of its items. Undefined for a schema without named fields.
 *
 * @example
 * ```ts
 * knownFields('no schema') // => undefined
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
 * The names of all fields, with the path to each.
 *
 * @example
 * ```ts
 * [...pathsOf(new Map([['at', new Map([['lat', undefined]])]]))] // => [['lat', 'at.lat'], ['at', 'at']]
 * ```
 */
export function pathsOf(fields: KnownFields, above = ''): ReadonlyMap<string, string> {
  return new Map(
    [...fields].flatMap(([name, inside]) => [
      ...(inside === undefined ? [] : pathsOf(inside, `${above}${name}.`)),
      [name, `${above}${name}`] as const,
    ]),
  )
}
