import type { z } from 'zod'
import type { Params } from '#lib/events/event.ts'

/** A known event type: one definition gives validation, the typed value, a reference page and a round-trip test. */
export interface EventDefinition<Name extends string, Wire extends z.ZodType, Value> {
  readonly name: Name
  /** One sentence for the reference page. */
  readonly summary: string
  /** The wire fields as clients send them: text from a query string, or JSON. */
  readonly wire: Wire
  /** The typed value of valid wire fields. */
  readonly parse: (wire: z.output<Wire>) => Value
  /** Params a real client would send. */
  readonly sample: Params
}

/** Declares a known event type; the file's name is the wire name. */
export function defineEvent<Name extends string, Wire extends z.ZodType, Value>(
  definition: EventDefinition<Name, Wire, Value>,
): EventDefinition<Name, Wire, Value> {
  return definition
}

/** The typed value of an event's params, or the first field that is wrong and why. */
export function parseParams<Value>(
  definition: EventDefinition<string, z.ZodType, Value>,
  params: Params,
): { readonly value: Value } | { readonly field: string; readonly reason: string } {
  const result = definition.wire.safeParse(params)
  if (result.success) return { value: definition.parse(result.data) }
  const [issue] = result.error.issues
  return { field: issue?.path.join('.') || 'params', reason: issue?.message ?? 'is not valid' }
}
