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

/** What other code can know about a consumer. */
export interface ConsumerFacts {
  /** One line, for tables. */
  readonly does: string
  readonly topic: Topic
  /** Its consumer group. Members of one group share the partitions. */
  readonly group: string
  /** Where a group without commits begins. */
  readonly from: 'earliest' | 'latest'
}

/** A consumer as a station opens it. `Ports` is what its handler needs. */
export interface Consumer<in Ports> extends ConsumerFacts {
  readonly handle: (ports: Ports) => (batch: RecordBatch) => Promise<void>
}

/** The events of a batch, split by whether the consumer may act on them; each list in order. */
export interface ActingBatch<Definition extends ActingDefinition> {
  /** Events with a proved source and valid fields. */
  readonly acting: readonly ActingEvent<Definition>[]
  /** Events of the same types that failed the proof, with the reason. */
  readonly passed: readonly (NotActing & { readonly event: PushEvent })[]
  readonly raw: RecordBatch
}

/** How an acting consumer is declared. */
export interface ActingConsumerDeclaration<Definition extends ActingDefinition, Ports> extends ConsumerFacts {
  /** The event types it acts on. */
  readonly acts: readonly Definition[]
  /** Whether it acts on copies from a replay. */
  readonly replayed: 'take' | 'skip'
  readonly handle: (ports: Ports) => (batch: ActingBatch<Definition>) => Promise<void>
}

/** Declares a consumer that reads the records as they are. It may count, show or forward events, but not act on them. */
export function defineConsumer<Ports>(declaration: Consumer<Ports>): Consumer<Ports> {
  return declaration
}

/**
 * Declares a consumer that acts on events. Its handler gets only events that passed the proof, with their typed values, so no
 * handler can forget the check. Records that cannot be decoded are skipped.
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
