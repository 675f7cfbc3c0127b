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
  begin(act: Omit<Act, 'status'>): Promise<void>
  /** Adds the outcome of an act; the first of several outcomes counts. */
  finish(id: string, status: number): Promise<void>
}

/** The acts of all stations; owned by apps/accounts, the only station that lists them and deletes old ones. */
export interface AuditStore extends AuditLog {
  /** The newest first. */
  list(query: ActQuery): Promise<Act[]>
  /** Deletes acts that began before a time; returns how many. */
  forget(beforeMs: number): Promise<number>
}
