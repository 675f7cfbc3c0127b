/** What a station knows of the front end before it. */
export interface FrontEnd {
  /** Where people reach it. */
  readonly publicOrigin: string
  /** Proxies in front of it whose X-Forwarded-For is believed. */
  readonly trustedHops: number
}

/** Where nothing is known of it: no page but one of this machine is our own. */
export const NO_FRONT_END: FrontEnd = { publicOrigin: '', trustedHops: 0 }
