import type { z } from 'zod'
import type { Params, PushEvent } from '#lib/events/event.ts'

/** A known event type: one definition gives validation, the typed value, a reference page and a round-trip test. */
export interface EventDefinition<Name extends string, Wire extends z.ZodType, Value> {
  readonly name: Name
  /** One sentence for the reference page. */
  readonly summary: string
  /** The wire fields as clients send them: text from a query string, or JSON. */
  readonly wire: Wire
  /** Collects the wire fields of an event, if some of them are outside its params. */
  readonly fieldsOf?: (event: PushEvent) => Params
  /** Converts valid wire fields to the typed value. */
  // A method, because its parameters are bivariant: a specific definition can be passed where a general one is expected.
  // oxlint-disable-next-line typescript/method-signature-style
  parse(wire: z.output<Wire>): Value
  /** Params a real client would send. */
  readonly sample: Params
}

/** A known event type that consumers act on. An unproven event is still published, but consumers ignore it. */
export interface ActingEventDefinition<
  Name extends string,
  Wire extends z.ZodType,
  Value,
> extends EventDefinition<Name, Wire, Value> {
  /** The required sender: a service, proved by its token, or the device that the event names, proved by its key. */
  readonly acts: 'service' | 'device'
}

/** Declares a known event type on which no consumer acts; the file name is the wire name. */
export function defineEvent<Name extends string, Wire extends z.ZodType, Value>(
  definition: EventDefinition<Name, Wire, Value>,
): EventDefinition<Name, Wire, Value> {
  return definition
}

/** Declares a known event type that consumers act on; the file name is the wire name. */
export function defineActingEvent<Name extends string, Wire extends z.ZodType, Value>(
  definition: ActingEventDefinition<Name, Wire, Value>,
): ActingEventDefinition<Name, Wire, Value> {
  return definition
}

/** Returns the typed value of params, or the first invalid field and the reason. */
export function parseParams<Value>(
  definition: EventDefinition<string, z.ZodType, Value>,
  params: Params,
): { readonly value: Value } | { readonly field: string; readonly reason: string } {
  const result = definition.wire.safeParse(params)
  if (result.success) return { value: definition.parse(result.data) }
  const [issue] = result.error.issues
  return { field: issue?.path.join('.') || 'params', reason: issue?.message ?? 'is not valid' }
}

/** Returns the typed value of an event as `parseParams()` does, including fields outside its params. */
export function parseEvent<Value>(definition: EventDefinition<string, z.ZodType, Value>, event: PushEvent) {
  return parseParams(definition, definition.fieldsOf?.(event) ?? event.data.params)
}
