import type { OpenConsumer } from '#lib/event-bus/open-consumer.ts'
import type { AppOptions } from '#lib/http/create-app.ts'
import type { Tally } from './open-tally.ts'

/** The dependencies of the API of workers/actions. */
export interface ActionsOptions extends AppOptions {
  readonly consumer: Pick<OpenConsumer, 'group' | 'lag'>
  readonly tally: Pick<Tally, 'counts'>
}
