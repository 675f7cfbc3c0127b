import type { z } from 'zod'
import type { Params, PushEvent } from '#lib/events/event.ts'

/** A known event type: one definition gives validation, the typed value, a reference page and a round-trip test. */
export interface EventDefinition<Name extends string, Wire extends z.ZodType, Value> {
  readonly name: Name
  /** One sentence for the reference page. */
  readonly summary: string
  /** The wire fields as clients send them: text from a query string, or JSON. */
  readonly wire: Wire
  /** The wire fields of an event, where they do not all stand in its params. */
  readonly fieldsOf?: (event: PushEvent) => Params
  /** The typed value of valid wire fields. */
  // A method: then a definition of certain fields can stand where one of any fields is wanted.
  // oxlint-disable-next-line typescript/method-signature-style
  parse(wire: z.output<Wire>): Value
  /** Params a real client would send. */
  readonly sample: Params
}

/** A known event type that consumers act upon. What is not proved travels on, and moves nothing. */
export interface ActingEventDefinition<
  Name extends string,
  Wire extends z.ZodType,
  Value,
> extends EventDefinition<Name, Wire, Value> {
  /** Who must have sent it for it to act: a service, proved by its token, or the device that it names, proved by its key. */
  readonly acts: 'service' | 'device'
}

/** Declares a known event type that nobody acts upon; the file's name is the wire name. */
export function defineEvent<Name extends string, Wire extends z.ZodType, Value>(
  definition: EventDefinition<Name, Wire, Value>,
): EventDefinition<Name, Wire, Value> {
  return definition
}

/** Declares a known event type that consumers act upon; the file's name is the wire name. */
export function defineActingEvent<Name extends string, Wire extends z.ZodType, Value>(
  definition: ActingEventDefinition<Name, Wire, Value>,
): ActingEventDefinition<Name, Wire, Value> {
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

/** The typed value of an event, see `parseParams()`; some of its fields may stand outside its params. */
export function parseEvent<Value>(definition: EventDefinition<string, z.ZodType, Value>, event: PushEvent) {
  return parseParams(definition, definition.fieldsOf?.(event) ?? event.data.params)
}
