import { defineConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { createBatchCounter } from './create-batch-counter.ts'
import type { Counter, CounterDeclaration, CounterPorts } from './counter.ts'

/** Declares a counter. It reads every event without proof, because counts have no effect. */
export function defineCounter(declaration: CounterDeclaration): Counter {
  const { does, group } = declaration
  const consumer = defineConsumer<CounterPorts>({
    does,
    topic: EVENTS,
    group,
    from: 'earliest',
    handle: ({ store }) => createBatchCounter(declaration, store),
  })
  return { ...declaration, consumer }
}
