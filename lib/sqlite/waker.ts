/** Lets one loop sleep until something happened; what happened while it was awake counts too, so nothing is missed. */
export interface Waker {
  /** Ends the sleep, or the next one when nobody sleeps now. */
  readonly wake: () => void
  /** Resolves when woken, at the latest after `sleepMs`. */
  readonly sleep: (sleepMs: number) => Promise<void>
}

/** A waker for one sleeper. */
export function createWaker(): Waker {
  let isAwake = false
  let rouse: (() => void) | undefined

  function wake(): void {
    isAwake = true
    rouse?.()
  }

  async function sleep(sleepMs: number): Promise<void> {
    if (!isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, sleepMs)
        rouse = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    rouse = undefined
    isAwake = false
  }

  return { wake, sleep }
}
