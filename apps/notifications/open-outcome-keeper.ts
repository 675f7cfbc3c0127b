import type { DeliveryOutcome, DeliveryStore } from '#lib/store/deliveries.ts'
import type { InboxStore } from '#lib/store/inbox.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Decided } from './decided.ts'
import { changesOfLost } from './inbox/changes-of-lost.ts'
import { inHalves } from './in-halves.ts'
import { faultOf } from './outcome-of.ts'

/** The dependencies of storing outcomes. */
export interface OutcomePorts {
  readonly deliveries: Pick<DeliveryStore, 'settle'>
  readonly mappings: Pick<MappingStore, 'markGone' | 'findAll'>
  readonly inbox: Pick<InboxStore, 'apply'>
  /** Called when there may be events to send. */
  readonly onStored: () => void
  readonly log: Logger
}

/** Stores outcomes of deliveries, many in one write. */
export interface OutcomeKeeper {
  /** Takes outcomes; they are stored within a quarter of a second. */
  keep(decided: readonly Decided[]): void
  /** Stores all outcomes so far. Does not reject: a delivery whose outcome is lost is sent again under the same key after its lease. */
  flush(): Promise<void>
}

/** A kill costs at most the outcomes of this time; other processes do not know them meanwhile. */
const STORE_EVERY_MS = 250

/** Creates a keeper of outcomes; call `flush()` at the end. */
export function openOutcomeKeeper(ports: OutcomePorts): OutcomeKeeper {
  const { log } = ports
  let kept: Decided[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let storing = Promise.resolve()

  async function store(decided: readonly Decided[]): Promise<void> {
    const faults: Decided[] = []
    try {
      await inHalves(
        decided,
        (some) => storeAll(some, ports),
        ({ delivery }, error) => {
          log.warn('cannot store the outcome of a delivery, will try again', { delivery: delivery.id, error })
          faults.push(faultOf(delivery))
        },
      )
      if (faults.length > 0) await storeAll(faults, ports)
    } catch (error) {
      log.warn('cannot store outcomes of deliveries, their leases will expire', { error })
    }
    if (decided.some(({ result }) => result === 'sent')) ports.onStored()
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const decided = kept
    kept = []
    if (decided.length > 0) storing = storing.then(() => store(decided))
    return storing
  }

  return {
    keep(decided) {
      kept.push(...decided)
      timer ??= setTimeout(() => void flush(), STORE_EVERY_MS)
    },
    flush,
  }
}

async function storeAll(decided: readonly Decided[], ports: OutcomePorts): Promise<void> {
  const { deliveries, mappings } = ports
  const lost = decided.flatMap((one) => one.lost ?? [])
  const gone = lost.length === 0 ? new Set() : await mappings.markGone(lost, Date.now())
  await tellOfLost(decided, ports)
  await deliveries.settle(
    decided.map((one) =>
      one.lost === undefined || gone.has(one.lost.device) ? one.outcome : sendAgain(one),
    ),
  )
}

/** Before the outcomes are stored, so that after a crash it is done again with them. */
async function tellOfLost(decided: readonly Decided[], { mappings, inbox }: OutcomePorts): Promise<void> {
  const lost = decided.flatMap(({ outcome, delivery }) => (outcome.state === 'gone' ? [delivery.device] : []))
  if (lost.length === 0) return
  const changes = changesOfLost(await mappings.findAll([...new Set(lost)]))
  if (changes.length > 0) await inbox.apply(changes)
}

/** The device was registered again during the call: send to its new subscription. */
function sendAgain({ outcome: { id } }: Decided): DeliveryOutcome {
  const reason = 'its subscription changed meanwhile'
  return { id, state: 'pending', dueAtMs: Date.now(), reason, isTry: true }
}
