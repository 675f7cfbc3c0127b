import type { RecordBatch } from '#lib/event-bus/event-bus.ts'
import type { Topic } from '#lib/event-bus/topics.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import {
  proveEvent,
  type ActingDefinition,
  type ActingEvent,
  type NotActing,
} from '#lib/events/prove-event.ts'

/** What the outside can know of a consumer. */
export interface ConsumerFacts {
  /** One line, for tables. */
  readonly does: string
  readonly topic: Topic
  /** Its consumer group. Members of one group share the partitions. */
  readonly group: string
  /** Where the group begins that has committed nothing yet. */
  readonly from: 'earliest' | 'latest'
}

/** A consumer as a station opens it. `Ports` is what its handler stands on. */
export interface Consumer<in Ports> extends ConsumerFacts {
  readonly handle: (ports: Ports) => (batch: RecordBatch) => Promise<void>
}

/** The events of a batch that may be acted upon, in order. */
export interface ActingBatch<Definition extends ActingDefinition> {
  /** Proved and valid. */
  readonly acting: readonly ActingEvent<Definition>[]
  /** Of the same types, with the reason why they are not acted upon. */
  readonly passed: readonly (NotActing & { readonly event: PushEvent })[]
  readonly raw: RecordBatch
}

/** How a consumer that acts is declared. */
export interface ActingConsumerDeclaration<Definition extends ActingDefinition, Ports> extends ConsumerFacts {
  /** The types it acts upon. */
  readonly acts: readonly Definition[]
  /** Whether it acts upon the copies that a replay made. */
  readonly replayed: 'take' | 'skip'
  readonly handle: (ports: Ports) => (batch: ActingBatch<Definition>) => Promise<void>
}

/** Declares a consumer that reads the records as they are: it counts, shows or passes on, and acts upon nothing that is not proved. */
export function defineConsumer<Ports>(declaration: Consumer<Ports>): Consumer<Ports> {
  return declaration
}

/**
 * Declares a consumer that acts. Its handler is given events only after their proof, with their typed values, so that no
 * handler can forget to ask for it. What cannot be read is moved past.
 */
export function defineActingConsumer<Definition extends ActingDefinition, Ports>(
  declaration: ActingConsumerDeclaration<Definition, Ports>,
): Consumer<Ports> {
  const { acts, replayed, handle, ...facts } = declaration
  const definitions = new Map(acts.map((definition) => [definition.name, definition]))

  function provedIn(raw: RecordBatch): ActingBatch<Definition> {
    const acting: ActingEvent<Definition>[] = []
    const passed: (NotActing & { event: PushEvent })[] = []
    for (const { value } of raw.records) {
      const event = tryDecodeEvent(value)
      const definition = event && definitions.get(event.type)
      if (event === undefined || definition === undefined) continue
      if (event.replay !== undefined && replayed === 'skip') continue
      const proved = proveEvent(definition, event)
      if ('why' in proved) passed.push({ ...proved, event })
      else acting.push(proved)
    }
    return { acting, passed, raw }
  }

  return {
    ...facts,
    handle(ports) {
      const act = handle(ports)
      return (batch) => act(provedIn(batch))
    },
  }
}
