import { z } from 'zod'

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** The part of a JSON Schema that says how large a value may be. */
export interface Schema {
  readonly $ref?: string | undefined
  readonly type?: string | readonly string[] | undefined
  readonly enum?: readonly Json[] | undefined
  readonly const?: Json | undefined
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
  readonly allOf?: readonly Schema[] | undefined
  readonly example?: Json | undefined
  readonly default?: Json | undefined
  readonly format?: string | undefined
  readonly pattern?: string | undefined
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly minItems?: number | undefined
  readonly maxItems?: number | undefined
  readonly items?: Schema | undefined
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly required?: readonly string[] | undefined
}

const json: z.ZodType<Json> = z.json()

/** Reads a JSON Schema of a document. */
export const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(json).optional(),
    const: json.optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
    allOf: z.array(schemaSchema).optional(),
    example: json.optional(),
    default: json.optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    items: schemaSchema.optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    required: z.array(z.string()).optional(),
  }),
)

/** The schemas that others refer to, by name. */
export type Components = Readonly<Record<string, Schema>>

/** A value of which one field is at the border of what it may be, or one beyond it; the rest of the value is an example. */
export interface Border {
  /** The names of the members and the places in lists that lead to the field. */
  readonly path: readonly (string | number)[]
  readonly value: Json
  readonly isBeyond: boolean
  readonly about: string
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'date-time': '2030-01-01T00:00:00Z',
  email: 'anna@push.example',
}

/** A value that fits a schema; texts and numbers are as simple as they may be. */
export function exampleOf(given: Schema, components: Components): Json {
  const schema = resolved(given, components)
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum?.[0] !== undefined) return schema.enum[0]
  if (schema.default !== undefined) return schema.default
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, property]) => [name, exampleOf(property, components)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => exampleOf(schema.items ?? {}, components))
    case 'string':
      return EXAMPLES[schema.format ?? ''] ?? 'x'.repeat(Math.max(1, schema.minLength ?? 1))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    default:
      return null
  }
}

/** Values at each border of each field of a schema, and one beyond each. */
export function bordersOf(given: Schema, components: Components): Border[] {
  const schema = resolved(given, components)
  // What is made up for a pattern or one of several values would not fit.
  if (schema.pattern !== undefined || schema.format !== undefined || schema.enum !== undefined) return []
  switch (typeOf(schema)) {
    case 'object':
      return ofMembers(schema, components)
    case 'array':
      return ofItems(schema, components)
    case 'string':
      return [
        ...lower(schema.minLength, 'characters', (length) => 'x'.repeat(length)),
        ...upper(schema.maxLength, 'characters', (length) => 'x'.repeat(length)),
      ]
    case 'integer':
    case 'number':
      return ofNumber(schema)
    default:
      return []
  }
}

function ofMembers(schema: Schema, components: Components): Border[] {
  const example = exampleOf(schema, components)
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    bordersOf(property, components).map((border) => ({
      ...border,
      path: [name, ...border.path],
      value: { ...(isRecord(example) && example), [name]: border.value },
    })),
  )
}

function ofItems({ items = {}, minItems, maxItems }: Schema, components: Components): Border[] {
  const item = exampleOf(items, components)
  const list = (length: number) => Array.from({ length }, () => item)
  return [
    ...lower(minItems, 'items', list),
    ...upper(maxItems, 'items', list),
    ...bordersOf(items, components).map((border) => ({
      ...border,
      path: [0, ...border.path],
      value: [border.value],
    })),
  ]
}

function ofNumber({ minimum, maximum }: Schema): Border[] {
  const end = (limit: number, beyond: number): Border[] => [
    { path: [], value: limit, isBeyond: false, about: String(limit) },
    { path: [], value: beyond, isBeyond: true, about: String(beyond) },
  ]
  return [
    ...(minimum === undefined ? [] : end(minimum, minimum - 1)),
    // The schema of every whole number has this maximum.
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : end(maximum, maximum + 1)),
  ]
}

function lower(limit: number | undefined, unit: string, make: (length: number) => Json): Border[] {
  if (limit === undefined || limit === 0) return []
  return sized(limit, limit - 1, unit, make)
}

function upper(limit: number | undefined, unit: string, make: (length: number) => Json): Border[] {
  return limit === undefined ? [] : sized(limit, limit + 1, unit, make)
}

function sized(limit: number, beyond: number, unit: string, make: (length: number) => Json): Border[] {
  return [
    { path: [], value: make(limit), isBeyond: false, about: `${limit} ${unit}` },
    { path: [], value: make(beyond), isBeyond: true, about: `${beyond} ${unit}` },
  ]
}

function isRecord(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function resolved(schema: Schema, components: Components): Schema {
  if (schema.$ref !== undefined)
    return resolved(components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, components)
  // `nullable` is one of two shapes: the one that is not null has the borders.
  const shapes = (schema.anyOf ?? schema.oneOf)?.filter(({ type }) => type !== 'null')
  return shapes?.length === 1 ? resolved(shapes[0] ?? {}, components) : schema
}

/** The type of a schema that is not null; `any` where it says none. */
function typeOf({ type = 'any' }: Schema): string {
  return typeof type === 'string' ? type : (type.find((one) => one !== 'null') ?? 'any')
}
