import type { AppOptions } from '#lib/http/create-app.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { BulkOptions } from './bulks/options.ts'
import type { CallLimits } from './call-rates.ts'
import type { ChannelOptions } from './channels/options.ts'
import type { ForbiddenOptions } from './forbidden/options.ts'
import type { ReportOptions } from './reports/options.ts'
import type { ForwardPosition } from './forward-position.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'

/** Dependencies of apps/storage. */
export interface StorageOptions
  extends AppOptions, PagePorts, ChannelOptions, BulkOptions, ReportOptions, ForbiddenOptions {
  readonly subjects: SubjectStore
  /** Sends changes to the tracker. */
  readonly courier: Pick<Courier<unknown>, 'nudge'>
  readonly accounts: ServiceClient
  /** Without them nothing is limited. */
  readonly limits?: CallLimits
  readonly matching: ServiceClient
  readonly notifications: ServiceClient
  readonly forwardPosition: ForwardPosition
}
