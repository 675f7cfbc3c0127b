import type { AppOptions } from '#lib/http/create-app.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import type { Tail } from './open-tail.ts'
import type { Veil } from './open-veil.ts'

/** The dependencies of apps/kafidx. */
export interface KafidxOptions extends AppOptions, PagePorts {
  readonly tail: Tail
  readonly matching: ServiceClient
  readonly statistics: ServiceClient
}

/** The dependencies of the routes of apps/kafidx. */
export interface KafidxPorts extends KafidxOptions {
  /** One for all routes, so that a device has one pseudonym. */
  readonly veil: Veil
}
