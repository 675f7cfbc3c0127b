import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Action } from './action.ts'
import { bulk, type BulkPorts } from './bulk.ts'

/** The dependencies of all actions. */
export interface ActionPorts extends BulkPorts {
  readonly tracker: ServiceClient
}

/** All actions. */
export const allActions: readonly Action<ActionPorts>[] = [bulk]
