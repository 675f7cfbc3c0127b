/** A button of a notification. */
export interface PushAction {
  /** Names the action in answers of the phone. */
  readonly id: string
  readonly title: string
  /** Opens when the button is pressed. */
  readonly url: string
}

/** One of several things that a message is about. */
export interface PushItem {
  readonly title: string
  readonly url: string
}

/** What a mail has besides the message; in the language of its reader. */
export interface PushLetter {
  readonly greeting: string
  /** Each link stands below its title. */
  readonly links: readonly PushItem[]
  /** Why the reader gets it. */
  readonly why: string
}

/** A notification for a phone. All texts are in the language of its reader. */
export interface PushMessage {
  /** UUID; if the provider has already received this key, it shows no second notification. */
  readonly idempotencyKey: string
  /** The provider's id of one subscription of one device. */
  readonly subscription: string
  /** What the channel needs in addition to the subscription, such as its keys; never in a log, and in no list. */
  readonly secret?: string | undefined
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
  /** URL of a picture. A channel that has no place for it leaves it out. */
  readonly picture?: string | undefined
  /** At most two buttons. */
  readonly actions?: readonly PushAction[] | undefined
  /** For channels with room for a list, such as mails. */
  readonly items?: readonly PushItem[] | undefined
  /** Ends such messages by one POST (RFC 8058); for mails. */
  readonly unsubscribeUrl?: string | undefined
  /** For mails. */
  readonly letter?: PushLetter | undefined
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

/** Calls of a channel at the same time by one process, if its pusher declares no other number. */
export const CALLS_MAX = 32

/** A channel that sends notifications to phones. */
export interface Pusher {
  /** The name in mappings: `onesignal`, `log` … */
  readonly channel: string
  /** The public keys that a browser may subscribe with, the one for new subscriptions first. */
  readonly publicKeys?: readonly string[]
  /** Why a subscription must not be called, to complete a sentence about it; undefined if it may. Absent: any may. */
  readonly refusalOf?: (subscription: string) => string | undefined
  /** What the provider bears; absent if it has no limits. */
  readonly limits?: PusherLimits | undefined
  /** Calls at the same time by one process; `CALLS_MAX` if absent. */
  readonly callsMax?: number | undefined
  /**
   * True if all calls go to one provider, or to a few: failures in a row, without a success between them, then make the channel wait.
   * Absent for servers of people, because one of them could stop the channel for all.
   */
  readonly failsTogether?: boolean | undefined
  /** Sends one message to one subscription within 10 s. It returns expected failures as results and does not throw them. */
  send(message: PushMessage): Promise<PushResult>
}
