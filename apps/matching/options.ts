import type { AppOptions } from '#lib/http/create-app.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'

/** The dependencies of the API of apps/matching. */
export interface MatchingOptions extends AppOptions {
  readonly matches: MatchStore
  readonly blocks: BlockStore
  readonly queue: Pick<CandidateQueue, 'beyond' | 'add' | 'wake'>
  /** Owners whose offers were written in a bulk. */
  readonly owners: Pick<CandidateQueue, 'add'>
  /** How many matches one subject may have at a time. */
  readonly pairsMax: number
  readonly positions: PositionStore
  readonly subjects: SubjectIndex
  /** How long the last position of a device counts, in milliseconds. */
  readonly positionValidMs: number
  /** See `Moment`. */
  readonly accuracyShareMax?: number | undefined
  /** Acts on blocks that were added or removed. */
  readonly endings: Pick<Courier<unknown>, 'nudge'>
  /** Publishes the stored notices of matches. */
  readonly notices: Pick<Courier<unknown>, 'nudge'>
}
