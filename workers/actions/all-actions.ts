import type { Action } from './action.ts'
import { bulk, type BulkPorts } from './bulk.ts'

/** The dependencies of all actions. */
export type ActionPorts = BulkPorts

/** All actions. */
export const allActions: readonly Action<ActionPorts>[] = [bulk]
