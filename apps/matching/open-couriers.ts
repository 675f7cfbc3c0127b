import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { openCourier, type Courier } from '#lib/outbox/open-courier.ts'
import type { RightOfWay } from '#lib/loop/right-of-way.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type { Block, BlockStore } from '#lib/store/blocks.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'
import { createBlockEnder } from './create-block-ender.ts'
import { createNoticeTeller } from './create-notice-teller.ts'
import { createMatchCounter } from './match-subjects.ts'
import { openOwnerWorker } from './open-owner-worker.ts'
import { openProposalSweep } from './open-proposal-sweep.ts'
import { openQueueWorker, type QueueWorker } from './open-queue-worker.ts'
import type { MatchCounts } from './settle-pairs.ts'
import { openTimeSweep, type TimeSweep } from './open-time-sweep.ts'

/** The background work of apps/matching, which continues after a crash. */
export interface Couriers {
  /** Publishes notices of matches. */
  readonly notices: Courier<PushEvent>
  /** Ends all matches between two people after one blocked the other, and matches them again after a block was removed. */
  readonly endings: Courier<Block>
  /** Matches what becomes valid or invalid. */
  readonly time: TimeSweep
  /** Matches subjects with further candidates. */
  readonly further: QueueWorker
  /** Matches the offers of bulks. */
  readonly bulks: QueueWorker
  /** Waits for the running work, then stops. */
  stop(): Promise<void>
}

/** The dependencies of the couriers. */
export interface CourierPorts {
  readonly subjects: SubjectIndex
  readonly positions: PositionStore
  /** How long the last position of a device counts, in milliseconds. */
  readonly positionValidMs?: number
  /** See `Moment`. */
  readonly accuracyShareMax?: number | undefined
  /** How many matches one subject may have at a time. */
  readonly pairsMax: number
  readonly sweeps: SweepStore
  readonly matches: MatchStore
  readonly queue: CandidateQueue
  /** Owners whose offers were written in a bulk. */
  readonly owners: CandidateQueue
  /** What the consumer of moves and edits holds. */
  readonly way: RightOfWay
  readonly blocks: BlockStore
  readonly bus: BusWriter
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
  readonly log: Logger
  readonly metrics: Metrics
}

/** Starts the couriers of apps/matching. */
export function openCouriers({
  positions,
  positionValidMs = POSITION_VALID_MS,
  sweeps,
  bus,
  tracer,
  log,
  metrics,
  owners,
  way,
  ...ports
}: CourierPorts): Couriers {
  const { matches, blocks } = ports
  const notices = openCourier<PushEvent>({
    outbox: matches,
    tell: createNoticeTeller({
      ...ports,
      publish: (found) => publishEvents(found, { bus, topic: NOTICES, tracer }),
    }),
    log,
  })
  const count = createMatchCounter(metrics)
  function onMatched({ begun, ended }: MatchCounts): void {
    count.inc({ change: 'begun' }, begun)
    count.inc({ change: 'ended' }, ended)
    notices.nudge()
  }
  const endings = openCourier<Block>({
    outbox: blocks,
    tell: createBlockEnder({ ...ports, onMatched }),
    log,
  })
  const time = openTimeSweep({ ...ports, sweeps, positions, positionValidMs, onMatched, log })
  const further = openQueueWorker({ ...ports, onMatched, log })
  const bulks = openOwnerWorker({ ...ports, owners, way, onMatched, log })
  const sweep = openProposalSweep({ ...ports, onSettled: () => notices.nudge(), log })
  return {
    time,
    further,
    bulks,
    notices,
    endings,
    async stop() {
      await Promise.all([endings.stop(), sweep.stop(), time.stop(), further.stop(), bulks.stop()])
      await notices.stop()
    },
  }
}
