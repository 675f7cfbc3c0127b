/** The parts of the global object of a service worker that ours uses (https://www.w3.org/TR/push-api). */
export interface PushWorker {
  readonly location: Pick<Location, 'origin'>
  readonly registration: Pick<ServiceWorkerRegistration, 'showNotification' | 'pushManager'>
  readonly clients: {
    matchAll(options: {
      readonly type: 'window'
      readonly includeUncontrolled: true
    }): Promise<readonly { readonly url: string; focus(): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
  }
  addEventListener(type: 'push', listen: (event: PushArrival) => void): void
  addEventListener(type: 'notificationclick', listen: (event: NotificationClick) => void): void
  addEventListener(type: 'pushsubscriptionchange', listen: (event: SubscriptionChange) => void): void
}

interface Waiting {
  waitUntil(work: Promise<unknown>): void
}

/** A message of a push service. */
export interface PushArrival extends Waiting {
  readonly data: { json(): unknown } | null
}

/** A press on a notification, or on one of its buttons. */
export interface NotificationClick extends Waiting {
  /** The id of the button; empty for the notification itself. */
  readonly action: string
  readonly notification: Pick<Notification, 'close' | 'data'>
}

/** The browser gave a new subscription in place of the old one. */
export interface SubscriptionChange extends Waiting {
  readonly oldSubscription?: PushSubscription | null
  readonly newSubscription?: PushSubscription | null
}
