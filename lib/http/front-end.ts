/** What a station knows of the front end before it. */
export interface FrontEnd {
  /** Where people reach it. */
  readonly publicOrigin: string
  /** Proxies in front of it whose X-Forwarded-For is believed. */
  readonly trustedHops: number
  /** True where the settings let nobody but this machine reach the platform, see `isLocalReach()`; absent is no. */
  readonly isLocal?: boolean
}

/** Where nothing is known of it: no page but one of this machine is our own, and nothing is for this machine only. */
export const NO_FRONT_END: FrontEnd = { publicOrigin: '', trustedHops: 0 }
