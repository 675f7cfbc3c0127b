/** Lets one loop sleep until it is woken. A wake during the work ends the next sleep at once, so no wake is missed. */
export interface Waker {
  /** Ends the current sleep, or the next one if the loop does not sleep now. */
  readonly wake: () => void
  /** Resolves when woken, or after `sleepMs`. */
  readonly sleep: (sleepMs: number) => Promise<void>
}

/** Creates a waker for one loop. */
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
