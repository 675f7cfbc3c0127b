import { setTimeout as sleep } from 'node:timers/promises'

/** Options of `pace()`. */
export interface PaceOptions<Item> {
  readonly items: readonly Item[]
  /** Time between two turns of an item. */
  readonly intervalMs: number
  readonly durationMs: number
  readonly atOnceMax: number
  readonly signal: AbortSignal
  /** Must not reject. */
  readonly work: (item: Item) => Promise<void>
}

/**
 * Runs the work for each item once per interval, spread evenly over the interval, until the duration is over. It resolves when
 * all started work is done. If the work is too slow, the pace falls behind; at most `atOnceMax` items are in work.
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
