import type { Action } from './action.ts'
import { bulk, type BulkPorts } from './bulk.ts'

/** Every action there is. */
export function allActions(ports: BulkPorts): readonly Action[] {
  return [bulk(ports)]
}
