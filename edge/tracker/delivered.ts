/** A call that brought events. */
export interface Delivered {
  readonly request: Request
  readonly peerIp: string | undefined
  /** Name of the endpoint in metrics and in `meta.protocol`. */
  readonly protocol: string
  /** The client's clock, where it told. */
  readonly sentAt?: unknown
  /** The write key of all its events, where its body has one. */
  readonly writeKey?: unknown
  /** Set for the protocols of phones. */
  readonly phone?: PhoneCall | undefined
}

/**
 * What is different for a phone: its credentials are a device key, and what cannot be taken of its report is buried, for it
 * would send it again for ever.
 */
export interface PhoneCall {
  readonly deviceKey: string | undefined
  /** What could not be read. */
  readonly unreadable: readonly Unreadable[]
  /** True where its body asks not to be tracked. */
  readonly isPrivate?: boolean | undefined
}

/** A part of a phone's report that nobody can read. */
export interface Unreadable {
  readonly reason: string
  readonly body: string
  /** True where it asks not to be tracked, whatever its call does. */
  readonly isPrivate?: boolean
}
