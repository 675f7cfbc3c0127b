import type { BusReader } from '#lib/event-bus/event-bus.ts'
import type { AppOptions } from '#lib/http/create-app.ts'
import type { Tally } from './open-tally.ts'

/** What the page of workers/actions stands on. */
export interface ActionsOptions extends AppOptions {
  readonly reader: Pick<BusReader, 'lag'>
  readonly tally: Pick<Tally, 'counts'>
}
