import { setTimeout as sleep } from 'node:timers/promises'

/** In which rhythm to do what. */
export interface PaceOptions<Item> {
  readonly items: readonly Item[]
  /** Time from one turn of an item to its next. */
  readonly intervalMs: number
  readonly durationMs: number
  readonly atOnceMax: number
  readonly signal: AbortSignal
  /** Must not reject. */
  readonly work: (item: Item) => Promise<void>
}

/**
 * Gives each item its turn once an interval, spread evenly over it, until the time is over; resolves when all that began is
 * done. When the work takes too long it falls behind rather than piling up.
 */
export async function pace<Item>(options: PaceOptions<Item>): Promise<void> {
  const { items, intervalMs, durationMs, atOnceMax, signal, work } = options
  const gapMs = intervalMs / items.length
  const startedAt = performance.now()
  const working = new Set<Promise<void>>()
  let wake = () => {}

  for (let turn = 0; !signal.aborted; turn += 1) {
    const item = items[turn % items.length]
    const leftMs = turn * gapMs - (performance.now() - startedAt)
    if (item === undefined || performance.now() - startedAt + Math.max(0, leftMs) >= durationMs) break
    if (leftMs >= 1) await sleep(leftMs, undefined, { signal }).catch(() => undefined)
    if (working.size >= atOnceMax) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    if (signal.aborted) break
    const task = work(item).finally(() => {
      working.delete(task)
      wake()
    })
    working.add(task)
  }
  await Promise.all(working)
}
