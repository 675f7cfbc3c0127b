import type { AppOptions } from '#lib/http/create-app.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { PositionStore } from '#lib/store/positions.ts'

/** What the API of apps/matching stands on. */
export interface MatchingOptions extends AppOptions {
  readonly matches: MatchStore
  readonly blocks: BlockStore
  readonly positions: PositionStore
  /** Ends what two people have together, of whom one blocked the other. */
  readonly endings: Pick<Courier, 'nudge'>
}
