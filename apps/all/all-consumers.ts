import type { ConsumerFacts } from '#lib/event-bus/define-consumer.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { allActions } from '../../workers/actions/all-actions.ts'
import { actionsConsumer } from '../../workers/actions/consumer.ts'
import { allCounters } from '../../workers/statistics/all-counters.ts'
import { matchingConsumer } from '../matching/consumer.ts'
import { noticesConsumer } from '../notifications/consumer.ts'
import { messagesConsumer } from '../notifications/inbox/message-consumer.ts'

/** A consumer and the station that runs it. */
export interface StationConsumer extends ConsumerFacts {
  readonly station: StationName
}

/** Every consumer that commits offsets. */
export const allConsumers: readonly StationConsumer[] = [
  { station: 'matching', ...matchingConsumer },
  { station: 'notifications', ...noticesConsumer },
  { station: 'notifications', ...messagesConsumer },
  { station: 'actions', ...actionsConsumer(allActions) },
  ...allCounters.map(({ consumer }) => ({ station: 'statistics' as const, ...consumer })),
]
