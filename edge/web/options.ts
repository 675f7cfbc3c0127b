import type { Identifier } from '#lib/auth/identify.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { FrontLimits } from './limits/front-limits.ts'
import type { StationUrls } from './proxy.ts'
import type { SessionTokens } from './session-tokens.ts'

/** The dependencies of edge/web. */
export interface WebOptions extends PagePorts {
  readonly identifier: Identifier
  /** The addresses of the other stations. */
  readonly urls: StationUrls
  readonly kafidx: ServiceClient
  readonly tokens: SessionTokens
  /** The public address of the front end, and the proxies in front of it. */
  readonly front: FrontEnd
  /** The limits of concurrent calls and streams. */
  readonly limits: FrontLimits
  /** Who may see the live page: operators only, also everybody on this machine, or everybody. */
  readonly livePage: 'operate' | 'local' | 'public'
  readonly log: Logger
  readonly metrics: Metrics
}
