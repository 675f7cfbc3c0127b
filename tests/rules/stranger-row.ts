import type { Call, Resident } from './open-town.ts'

/** A call of Ben with a thing of Anna's, and the expected status. */
export interface Attempt extends Call {
  readonly status: number
}

/** A route that a person may call. */
export interface StrangerRow {
  /** A call of Ben with a thing of his own, which succeeds. */
  readonly own: (ben: Resident) => Call | Promise<Call>
  /** Calls of Ben with a thing of Anna's; absent if the route names no thing. */
  readonly attempts?: (anna: Resident, ben: Resident) => readonly Attempt[]
}

/** Routes by station, method and path. */
export type StrangerRows = Readonly<Record<string, StrangerRow>>
