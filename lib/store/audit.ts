import type { StationName } from '#lib/station/station-names.ts'

/** An act: a change that an operator or the admin made or tried to make. */
export interface Act {
  /** A UUIDv7 with the time of its beginning. */
  readonly id: string
  /** The id of the person; `admin` for a caller with the admin password. */
  readonly person: string
  readonly role: 'operate' | 'admin'
  readonly station: StationName
  readonly method: string
  /** The route as its station declares it, such as `/accounts/people/:person`. */
  readonly route: string
  /** The values of the route's path parameters, see `paramsOf()`. */
  readonly params: Readonly<Record<string, string>>
  /** The request id of the answer. */
  readonly requestId: string
  /** The truncated address of the client. */
  readonly ip?: string | undefined
  /** The status of the answer; undefined before the answer, and forever when the station crashed before it. */
  readonly status?: number | undefined
  /** What it changed, where its route says so and it succeeded; gone once the account of the owner is deleted. */
  readonly change?: ActChange | undefined
}

/** The fields that an act changed, see `actChange()`. */
export interface ActChange {
  /** Whose data it is. */
  readonly owner: string
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
  /** The names of fields that changed too, but whose values are not kept. */
  readonly leftOut?: readonly string[] | undefined
}

/** Filter of a list of acts. */
export interface ActQuery {
  readonly person?: string | undefined
  readonly station?: StationName | undefined
  /** Only acts that began at this time or later, in milliseconds since 1970. */
  readonly since?: number | undefined
  /** Only acts older than this id, the last one of the previous page. */
  readonly before?: string | undefined
  readonly limit: number
}

/** The audit log: every station writes the acts of operators and the admin. Only the outcome of an act is ever added later. */
export interface AuditLog {
  /** Stores an act before it is done; resolves once it is on disk. */
  begin(act: Omit<Act, 'status' | 'change'>): Promise<void>
  /** Adds the outcome of an act, and what it changed; the first of several outcomes counts. */
  finish(id: string, status: number, change?: ActChange): Promise<void>
}

/** The acts of all stations; owned by apps/accounts, the only station that lists them and deletes old ones. */
export interface AuditStore extends AuditLog {
  /** The newest first. */
  list(query: ActQuery): Promise<Act[]>
  /** Removes what acts changed in the data of a person; the acts themselves stay. */
  dropChangesOf(owner: string): Promise<void>
  /** Deletes acts that began before a time; returns how many. */
  forget(beforeMs: number): Promise<number>
}
