import type { Caller } from '#lib/auth/caller.ts'

/** What every app of ours is given with a request, and what its middleware adds. */
export interface AppEnv {
  Bindings: {
    /** Address of the peer of the connection, as the runtime tells it. */
    readonly peerIp?: string | undefined
  }
  Variables: {
    requestId: string
    caller: Caller
  }
}
