import { createRequire } from 'node:module'

/** What we know of kafkajs' queue of requests to one broker. */
interface RequestQueue {
  throttledUntil: number
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null
  readonly pending: readonly unknown[]
  checkPendingRequests(): void
  scheduleCheckPendingRequests(): void
}

const CHECK_EVERY_MS = 10
const AT_ONCE_MS = 1

/**
 * Keeps kafkajs 2.2.4 from asking for timers of negative length, which the runtime warns of on stderr. Of a queue that is not
 * throttled, kafkajs counts from a moment long ago (`throttledUntil` is -1); the runtime then takes 1 ms, as we do here.
 */
export function quietRequestQueue(): void {
  const Queue: { readonly prototype: RequestQueue } = createRequire(import.meta.url)(
    'kafkajs/src/network/requestQueue',
  )
  Queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null) return
    const waitMs = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      waitMs > 0 ? waitMs : this.pending.length > 0 ? CHECK_EVERY_MS : AT_ONCE_MS,
    )
  }
}
