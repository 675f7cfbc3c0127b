import type { FrontEnd } from '#lib/http/front-end.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { ChannelStore } from '#lib/store/channels.ts'
import type { ReportStore } from '#lib/store/reports.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { ForbiddenPorts } from '../forbidden/options.ts'
import type { TakeReport } from './report-rates.ts'

/** Dependencies of reports. */
export interface ReportOptions {
  readonly reports: ReportStore
  readonly subjects: SubjectStore
  readonly channels: ChannelStore
  /** Sends changes of searches and offers to the tracker. */
  readonly courier: Pick<Courier<unknown>, 'nudge'>
  readonly images: ServiceClient
  readonly front?: FrontEnd
  /** A search or offer is hidden after open reports of so many people; 0 or absent: never. */
  readonly hideAfterReports?: number | undefined
}

/** Dependencies of the routes of reports. */
export interface ReportPorts extends ReportOptions, Pick<ForbiddenPorts, 'forbiddenList'> {
  readonly takeReport: TakeReport
  readonly log: Logger
}
