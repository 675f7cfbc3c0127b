import type { AppOptions } from '#lib/http/create-app.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { PositionStore } from '#lib/store/positions.ts'

/** The dependencies of the API of apps/matching. */
export interface MatchingOptions extends AppOptions {
  readonly matches: MatchStore
  readonly blocks: BlockStore
  readonly queue: Pick<CandidateQueue, 'beyond'>
  /** Owners whose offers were written in a bulk. */
  readonly owners: Pick<CandidateQueue, 'add'>
  readonly positions: PositionStore
  /** Acts on blocks that were added or removed. */
  readonly endings: Pick<Courier<unknown>, 'nudge'>
}
