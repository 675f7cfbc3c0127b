import { parseEvent, type ActingEventDefinition, type EventDefinition } from '#lib/events/define-event.ts'
import { serviceOf, type PushEvent } from '#lib/events/event.ts'
import type { z } from 'zod'

/** A known type whose events act. */
export type ActingDefinition = ActingEventDefinition<string, z.ZodType, unknown>

/** Who proved to have sent an event. */
export type Proof =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'device'; readonly device: string; readonly person: string }

/** The value of a known type. */
export type ValueOf<Definition> =
  Definition extends EventDefinition<string, z.ZodType, infer Value> ? Value : never

/** An event that may be acted upon: it is proved, and its fields are valid. */
export type ActingEvent<Definition extends ActingDefinition> = Definition extends ActingDefinition
  ? ProvedEvent<Definition>
  : never

interface ProvedEvent<Definition extends ActingDefinition> {
  readonly type: Definition['name']
  readonly value: ValueOf<Definition>
  readonly by: Proof
  readonly event: PushEvent
}

/** Why an event is not acted upon. */
export type NotActing =
  | { readonly why: 'unproven' }
  | { readonly why: 'not valid'; readonly field: string; readonly reason: string }

/** An event of a type that acts, or why this one does not. */
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

/** The proof is for the subject of the event: params that name another device prove nothing of it. */
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
