import type { Desk } from './start-desk.ts'

const LOOK_MS = 100
const STALL_MS = 180_000

/** Waits until the provider accepted so many messages and nothing is pending; `onCount` gets each count on the way. */
export async function followDrain(
  { provider, deliveries }: Pick<Desk, 'provider' | 'deliveries'>,
  count: number,
  onCount: (accepted: number) => void = () => undefined,
): Promise<void> {
  let last = 0
  let changedAt = performance.now()
  for (;;) {
    const accepted = await provider.count()
    onCount(accepted)
    if (accepted >= count && (await deliveries.waiting()).size === 0) return
    if (accepted !== last) changedAt = performance.now()
    last = accepted
    if (performance.now() - changedAt > STALL_MS)
      throw new Error(`Cannot bench: ${accepted} of ${count} messages arrived, and no more came`)
    await Bun.sleep(LOOK_MS)
  }
}
