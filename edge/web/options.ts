import type { Identifier } from '#lib/auth/identify.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { FrontLimits } from './limits/front-limits.ts'
import type { StationUrls } from './proxy.ts'
import type { SessionTokens } from './session-tokens.ts'

/** What edge/web stands on. */
export interface WebOptions extends PagePorts {
  readonly identifier: Identifier
  /** Where the other stations are. */
  readonly urls: StationUrls
  readonly kafidx: ServiceClient
  readonly tokens: SessionTokens
  /** Where people reach it, and through how much. */
  readonly front: FrontEnd
  /** What may be under way at once. */
  readonly limits: FrontLimits
  /** Who may see the live page: operators only, also everybody on this machine, or everybody. */
  readonly livePage: 'operate' | 'local' | 'public'
  readonly log: Logger
  readonly metrics: Metrics
}
