import type { StationName } from '#lib/station/station-names.ts'

/** Something that an operator or the admin did, or tried to. */
export interface Act {
  /** A UUIDv7 of when it began. */
  readonly id: string
  /** The person's id; `admin` for whoever has the admin's password. */
  readonly person: string
  readonly role: 'operate' | 'admin'
  readonly station: StationName
  readonly method: string
  /** The route as its station declares it, such as `/accounts/people/:person`. */
  readonly route: string
  /** What stood in the path for the parameters of the route, see `paramsOf()`. */
  readonly params: Readonly<Record<string, string>>
  /** The id of the request in its answer. */
  readonly requestId: string
  /** The network the client called from. */
  readonly ip?: string | undefined
  /** The status of the answer; undefined until there is one, and for good where the station died before. */
  readonly status?: number | undefined
}

/** Which acts to list. */
export interface ActQuery {
  readonly person?: string | undefined
  readonly station?: StationName | undefined
  /** Only those that began then or later, in milliseconds since 1970. */
  readonly since?: number | undefined
  /** Only those before the act of this id: the last one of the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Where every station writes down what operators and the admin do. An act is never changed but for its outcome. */
export interface AuditLog {
  /** Keeps an act that begins; resolves once it is on disk. */
  begin(act: Omit<Act, 'status'>): Promise<void>
  /** Adds how it ended; of several outcomes the first one counts. */
  finish(id: string, status: number): Promise<void>
}

/** The acts of all stations; owned by apps/accounts, which alone lists them and drops old ones. */
export interface AuditStore extends AuditLog {
  /** The newest first. */
  list(query: ActQuery): Promise<Act[]>
  /** Drops those that began before a time; gives how many. */
  forget(beforeMs: number): Promise<number>
}
