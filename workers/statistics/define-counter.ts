import { defineConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { countBatch } from './count-batch.ts'
import type { Counter, CounterDeclaration, CounterPorts } from './counter.ts'

/** Declares a counter. It reads every event, whoever sent it: what it counts moves nothing. */
export function defineCounter(declaration: CounterDeclaration): Counter {
  const { does, group } = declaration
  const consumer = defineConsumer<CounterPorts>({
    does,
    topic: EVENTS,
    group,
    from: 'earliest',
    handle: ({ store }) => countBatch(declaration, store),
  })
  return { ...declaration, consumer }
}
