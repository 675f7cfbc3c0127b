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
  }
}
