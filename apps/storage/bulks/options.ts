import type { Courier } from '#lib/outbox/open-courier.ts'
import type { BulkStore } from '#lib/store/bulks.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { RatePorts } from '../call-rates.ts'
import type { ScreenPorts } from '../forbidden/screen-subject.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** What bulk writes of offers need. */
export interface BulkOptions {
  readonly bulks: BulkStore
  /** Sends the events of bulks to the tracker. */
  readonly bulkCourier: Pick<Courier<unknown>, 'nudge'>
  readonly subjects: SubjectStore
  readonly log: Logger
}

/** What writes need besides. */
export interface BulkPorts extends BulkOptions, ScreenPorts, RatePorts {}
