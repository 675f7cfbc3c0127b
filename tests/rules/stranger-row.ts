import type { Call, Resident } from './open-town.ts'

/** What Ben tries with a thing of Anna's, and what he may be answered. */
export interface Attempt extends Call {
  readonly status: number
}

/** A route that a person may call. */
export interface StrangerRow {
  /** A call of Ben's own, which goes well. */
  readonly own: (ben: Resident) => Call | Promise<Call>
  /** How it can be called with something of Anna's; absent where a call names nothing. */
  readonly attempts?: (anna: Resident, ben: Resident) => readonly Attempt[]
}

/** Routes by station, method and path. */
export type StrangerRows = Readonly<Record<string, StrangerRow>>
