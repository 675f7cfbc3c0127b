import { parseEvent, type ActingEventDefinition, type EventDefinition } from '#lib/events/define-event.ts'
import { serviceOf, type PushEvent } from '#lib/events/event.ts'
import type { z } from 'zod'

/** A known type that consumers act on. */
export type ActingDefinition = ActingEventDefinition<string, z.ZodType, unknown>

/** The proven sender of an event. */
export type Proof =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'device'; readonly device: string; readonly person: string }

/** The value of a known type. */
export type ValueOf<Definition> =
  Definition extends EventDefinition<string, z.ZodType, infer Value> ? Value : never

/** An event that consumers may act on: its sender is proven and its fields are valid. */
export type ActingEvent<Definition extends ActingDefinition> = Definition extends ActingDefinition
  ? ProvedEvent<Definition>
  : never

interface ProvedEvent<Definition extends ActingDefinition> {
  readonly type: Definition['name']
  readonly value: ValueOf<Definition>
  readonly by: Proof
  readonly event: PushEvent
}

/** Why consumers must not act on an event. */
export type NotActing =
  | { readonly why: 'unproven' }
  | { readonly why: 'not valid'; readonly field: string; readonly reason: string }

/** Checks the sender and the fields of an event; returns the acting event, or why consumers must not act on it. */
export function proveEvent<Definition extends ActingDefinition>(
  definition: Definition,
  event: PushEvent,
): ActingEvent<Definition> | NotActing {
  const parsed = parseEvent(definition, event)
  if (definition.acts === 'service' && serviceOf(event.source) === undefined) return { why: 'unproven' }
  if (!('value' in parsed)) return { why: 'not valid', ...parsed }
  const by = definition.acts === 'service' ? byService(event) : byDevice(event, parsed.value)
  if (by === undefined) return { why: 'unproven' }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the definition itself made the value
  return { type: definition.name, value: parsed.value, by, event } as ActingEvent<Definition>
}

function byService({ source }: PushEvent): Proof | undefined {
  const service = serviceOf(source)
  return service === undefined ? undefined : { kind: 'service', service }
}

/** The key proves only the subject of the event. Params that name another device are unproven. */
function byDevice({ subject, data }: PushEvent, value: unknown): Proof | undefined {
  const { person } = data.meta
  const device = isOfDevice(value) ? value.device : undefined
  return person === undefined || device === undefined || device !== subject
    ? undefined
    : { kind: 'device', device, person }
}

function isOfDevice(value: unknown): value is { readonly device: string } {
  return typeof value === 'object' && value !== null && 'device' in value && typeof value.device === 'string'
}
