import type { PushEvent } from '#lib/events/event.ts'
import { openCourier, type Courier } from '#lib/outbox/open-courier.ts'
import type { Block, BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { endBlocked } from './end-blocked.ts'
import { tellNotices } from './tell-notices.ts'

/** What apps/matching has begun and must finish, also after a crash. */
export interface Couriers {
  /** Tells notices of matches. */
  readonly notices: Courier
  /** Ends what two people have together, of whom one blocked the other. */
  readonly endings: Courier
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** What the couriers carry between. */
export interface CourierPorts {
  readonly matches: MatchStore
  readonly blocks: BlockStore
  readonly publish: (notices: readonly PushEvent[]) => Promise<void>
  readonly log: Logger
  readonly metrics: Metrics
}

/** Starts the couriers of apps/matching. */
export function openCouriers({ matches, blocks, publish, log, metrics }: CourierPorts): Couriers {
  const notices = openCourier<PushEvent>({
    outbox: matches,
    tell: tellNotices({ matches, blocks, publish }),
    log,
  })
  const endings = openCourier<Block>({
    outbox: blocks,
    tell: endBlocked({ matches, metrics, onEnded: () => notices.nudge() }),
    log,
  })
  return {
    notices,
    endings,
    async stop() {
      await endings.stop()
      await notices.stop()
    },
  }
}
