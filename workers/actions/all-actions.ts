import type { Action } from './action.ts'
import { bulk, type BulkPorts } from './bulk.ts'

/** What actions stand on. */
export type ActionPorts = BulkPorts

/** Every action there is. */
export const allActions: readonly Action<ActionPorts>[] = [bulk]
