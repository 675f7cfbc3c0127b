import { createRequire } from 'node:module'

/** The parts of kafkajs' request queue for one broker that we use. */
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
 * Stops kafkajs 2.2.4 from setting timers with a negative delay: the runtime warns about them on stderr. When a queue is not
 * throttled (`throttledUntil` is -1), kafkajs computes such a delay. The runtime then uses 1 ms, and so do we.
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
