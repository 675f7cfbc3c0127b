import type { ForbiddenStore } from '#lib/store/forbidden.ts'
import type { ForbiddenListInUse } from './open-forbidden-list.ts'

/** Dependencies of the list of forbidden words and hosts. */
export interface ForbiddenOptions {
  readonly forbidden: ForbiddenStore
}

/** Dependencies of its routes, and of what checks texts by it. */
export interface ForbiddenPorts extends ForbiddenOptions {
  readonly forbiddenList: ForbiddenListInUse
}
