/** What a station knows about the front end. */
export interface FrontEnd {
  /** The origin at which people reach it. */
  readonly publicOrigin: string
  /** Number of proxies in front of it whose X-Forwarded-For is trusted. */
  readonly trustedHops: number
  /** True when the settings let only this machine reach the platform, see `isLocalReach()`. Absent means false. */
  readonly isLocal?: boolean
}

/** Used when the front end is not known: only pages of this machine are our own, and nothing is restricted to this machine. */
export const NO_FRONT_END: FrontEnd = { publicOrigin: '', trustedHops: 0 }
