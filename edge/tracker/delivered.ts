/** A call with events. */
export interface Delivered {
  readonly request: Request
  readonly peerIp: string | undefined
  /** Name of the endpoint in metrics and in `meta.protocol`. */
  readonly protocol: string
  /** When the client says it sent the call, by its own clock. */
  readonly sentAt?: unknown
  /** The write key of all its events, if it is in the body. */
  readonly writeKey?: unknown
  /** Set for the protocols of phones. */
  readonly phone?: PhoneCall | undefined
}

/**
 * What is different for a phone: its credentials are a device key, and parts of its report that cannot be taken are kept for a
 * human, because the phone would resend them for ever.
 */
export interface PhoneCall {
  readonly deviceKey: string | undefined
  /** The parts that could not be read. */
  readonly unreadable: readonly Unreadable[]
  /** True if its body asks not to be tracked. */
  readonly isPrivate?: boolean | undefined
}

/** A part of a phone's report that cannot be read. */
export interface Unreadable {
  readonly reason: string
  readonly body: string
  /** True if this part asks not to be tracked, even if its call does not. */
  readonly isPrivate?: boolean
}
