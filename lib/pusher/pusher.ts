/** A notification for a phone. All texts are in the language of its reader. */
export interface PushMessage {
  /** UUID; if the provider has already received this key, it shows no second notification. */
  readonly idempotencyKey: string
  /** The provider's id of one subscription of one device. */
  readonly subscription: string
  readonly language: string
  readonly title: string
  readonly body: string
  /** Opens the app at the right place. */
  readonly appUrl: string
  /** Opens the front end at the same place. */
  readonly webUrl: string
  /** At most 1 KiB of JSON for the app. */
  readonly data: Readonly<Record<string, string | number>>
  /** At most 64 characters; it replaces an undelivered message with the same id. */
  readonly collapseId: string
  /** Messages of one thread are shown together. */
  readonly threadId: string
  readonly ttlSeconds: number
  readonly isUrgent: boolean
}

/** The meaning of the provider's answer. */
export type PushResult =
  /** The provider accepted the message; `providerId` is its id there. */
  | { readonly outcome: 'sent'; readonly providerId: string }
  /** The subscription no longer exists: the mapping ends, and nothing is retried. */
  | { readonly outcome: 'gone'; readonly reason: string }
  /**
   * The result is unknown, or the provider has a problem: retry with the same key. If the provider gave `retryAfterMs`, the whole
   * channel waits, and the call does not count as an attempt of the delivery.
   */
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterMs?: number }
  /** We send too fast: slow down the whole channel, for `retryAfterMs` if given. The call does not count as an attempt. */
  | { readonly outcome: 'busy'; readonly reason: string; readonly retryAfterMs?: number }
  /** The provider rejects our key or app for every message: hold the whole channel. The call does not count as an attempt. */
  | { readonly outcome: 'held'; readonly reason: string }
  /** The message itself is invalid: it is never retried. */
  | { readonly outcome: 'refused'; readonly reason: string }

/** What a provider bears of calls by one process. */
export interface PusherLimits {
  readonly requestsPerSecond: number
  /** Calls in a quarter of an hour for each live subscription; more may make the provider close our account. */
  readonly perSubscription: number
  /** Calls in a quarter of an hour that are allowed with any number of subscriptions. */
  readonly quarterMin: number
}

/** A channel that sends notifications to phones. */
export interface Pusher {
  /** The name in mappings: `onesignal`, `log` … */
  readonly channel: string
  /** What the provider bears; absent if it has no limits. */
  readonly limits?: PusherLimits | undefined
  /** Sends one message to one subscription within 10 s. It returns expected failures as results and does not throw them. */
  send(message: PushMessage): Promise<PushResult>
}
