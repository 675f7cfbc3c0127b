import type { Acted } from '#lib/auth/act-change.ts'
import type { Caller } from '#lib/auth/caller.ts'

/** What the runtime gives our apps with each request, and what their middleware adds. */
export interface AppEnv {
  Bindings: {
    /** Address of the peer of the connection, as the runtime reports it. */
    readonly peerIp?: string | undefined
  }
  Variables: {
    requestId: string
    caller: Caller
    /** What an operator or the admin changed; the audit log keeps it when the answer is a success. */
    acted?: Acted
  }
}
