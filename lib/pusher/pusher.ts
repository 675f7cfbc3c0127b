/** What to show on a phone; every text already in the language of its reader. */
export interface PushMessage {
  /** UUID; a provider that was sent the same key before shows nothing new. */
  readonly idempotencyKey: string
  /** The provider's name of one subscription of one device. */
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
  /** At most 64 characters; an undelivered message of the same id is replaced. */
  readonly collapseId: string
  /** Messages of one thread are shown together. */
  readonly threadId: string
  readonly ttlSeconds: number
  readonly isUrgent: boolean
}

/** What the provider's answer means for us. */
export type PushResult =
  /** The provider has it; `providerId` is its name for the message. */
  | { readonly outcome: 'sent'; readonly providerId: string }
  /** The subscription is no more: the mapping ends, nothing is retried. */
  | { readonly outcome: 'gone'; readonly reason: string }
  /**
   * Nothing is known, or the provider is in trouble: the same key again. Where it said for how long, in `retryAfterMs`, the
   * whole channel waits, and this is no try of the delivery.
   */
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterMs?: number }
  /** We send too fast: slow the whole channel, for `retryAfterMs` where it said so; this is no try of the delivery. */
  | { readonly outcome: 'busy'; readonly reason: string; readonly retryAfterMs?: number }
  /** Our account was refused (key, app), whatever the message: hold the whole channel; this is no try of the delivery. */
  | { readonly outcome: 'held'; readonly reason: string }
  /** The message itself is wrong: never retried. */
  | { readonly outcome: 'refused'; readonly reason: string }

/** One way to ring a phone. */
export interface Pusher {
  /** The name mappings use: `onesignal`, `log` … */
  readonly channel: string
  /** Sends one message to one subscription within 10 s. Expected failures are results, never throws. */
  send(message: PushMessage): Promise<PushResult>
}
