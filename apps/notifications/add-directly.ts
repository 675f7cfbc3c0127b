import type { Delivery, DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Sender } from './open-sender.ts'

/** The dependencies of storing deliveries that this process sends itself. */
export interface DirectPorts {
  readonly deliveries: Pick<DeliveryStore, 'add' | 'addLeased'>
  readonly sender: Pick<Sender, 'expect' | 'nudge'>
  readonly leaseMs: number
}

type Give = NonNullable<ReturnType<Sender['expect']>>

/**
 * Stores deliveries, and sends them from this process if its sender has nothing else to do: they are stored with their lease, so that
 * they need not be looked for and leased in the store. After a crash the lease ends, and another process sends them. The others are
 * stored for any process. Returns how many were new.
 */
export async function addDirectly(
  drafts: readonly DeliveryDraft[],
  { deliveries, sender, leaseMs }: DirectPorts,
): Promise<number> {
  const gives = new Map<string, Give>()
  for (const [channel, own] of Map.groupBy(drafts, (draft) => draft.channel)) {
    const give = sender.expect(channel, own.length)
    if (give !== undefined) gives.set(channel, give)
  }
  const others = drafts.filter(({ channel }) => !gives.has(channel))
  const [leased, count] = await Promise.all([
    addLeased(
      drafts.filter(({ channel }) => gives.has(channel)),
      gives,
      { deliveries, leaseMs },
    ),
    others.length === 0 ? 0 : deliveries.add(others),
  ])
  if (count > 0) sender.nudge()
  return leased + count
}

async function addLeased(
  drafts: readonly DeliveryDraft[],
  gives: ReadonlyMap<string, Give>,
  { deliveries, leaseMs }: Pick<DirectPorts, 'deliveries' | 'leaseMs'>,
): Promise<number> {
  let due: readonly Delivery[] = []
  try {
    if (drafts.length > 0) due = await deliveries.addLeased(drafts, { leaseMs, nowMs: Date.now() })
  } finally {
    // Also when the store failed: the sender waits for them.
    for (const [channel, give] of gives) give(due.filter((each) => each.channel === channel))
  }
  return due.length
}
